import { type CaseSummary } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../parts/preferences.tsx';
import { useKey } from '../parts/use-key.ts';

interface NewsBarProps {
  /** In order of urgency. */
  waiting: CaseSummary[];
  outOfOrder: boolean;
  onShow(): void;
}

/** Says quietly that there is something new. Its place is always kept free, so that it moves no row. */
export function NewsBar({ waiting, outOfOrder, onShow }: NewsBarProps) {
  const words = useWords();
  const [worst] = waiting;
  const isNews = worst !== undefined || outOfOrder;
  useKey('n', onShow, isNews);
  const text =
    worst === undefined
      ? words.say('queue.moved')
      : words.say('queue.new.worst', { count: waiting.length, severity: words.nameOf('severity', worst.severity) });
  return (
    <div className="news" role="status">
      {isNews && (
        <Button className={`news-button news-${worst?.severity ?? 'S3'}`} hint="N" onClick={onShow}>
          {text}
        </Button>
      )}
    </div>
  );
}
