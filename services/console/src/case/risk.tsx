import { type CaseDetail } from '../api/types.ts';
import { useWords } from '../parts/preferences.tsx';
import { RiskChart } from './risk-chart.tsx';
import { RiskTable } from './risk-table.tsx';

export interface Selection {
  /** Event id of the current message; the curve, the table and the conversation show the same one. */
  current: string | undefined;
  onSelect(eventId: string): void;
}

export function Risk({ detail, current, onSelect }: Selection & { detail: CaseDetail }) {
  const words = useWords();
  const hasPoints = detail.messages.some((message) => message.senderId === detail.actorId);
  return (
    <section className="risk" aria-labelledby="risk-title">
      <div className="section-head">
        <h2 id="risk-title">{words.say('case.risk')}</h2>
        <p className="muted">{words.say(hasPoints ? 'case.risk.hint' : 'case.risk.none')}</p>
      </div>
      {hasPoints && (
        <>
          <RiskChart detail={detail} current={current} onSelect={onSelect} />
          <RiskTable detail={detail} current={current} onSelect={onSelect} />
        </>
      )}
    </section>
  );
}
