import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useCase } from '../api/cases.ts';
import { type CaseDetail } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { Blank } from '../parts/notice.tsx';
import { useWords } from '../parts/preferences.tsx';
import { CaseBar } from './case-bar.tsx';
import { Conversation } from './conversation.tsx';
import { explain } from './explain.ts';
import { Flags } from './flags.tsx';
import { History } from './history.tsx';
import { People } from './people.tsx';
import { Risk } from './risk.tsx';
import { useCommands } from './use-commands.ts';
import { Why } from './why.tsx';

/** One case, from loading to decision. */
export function CasePage({ caseId }: { caseId: string }) {
  const words = useWords();
  const { data, error, isPending, refetch } = useCase(caseId);
  if (data !== undefined) return <Case detail={data} />;
  if (isPending)
    return (
      <p className="case-loading" role="status">
        {words.say('case.loading')}
      </p>
    );
  if (error?.status === 404) {
    return (
      <Blank title={words.say('case.missing')} hint={words.say('case.missing.hint')}>
        <Link href="/">{words.say('case.back')}</Link>
      </Blank>
    );
  }
  return (
    <Blank title={words.say('case.failed')} hint={error ? explain(words, error) : undefined}>
      <Button onClick={() => void refetch()}>{words.say('desk.retry')}</Button>
    </Blank>
  );
}

function Case({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const commands = useCommands(detail);
  const [current, setCurrent] = useState(() => alertMessageOf(detail));
  const title = words.say('case.title', { harm: words.nameOf('harm', detail.harm), actor: detail.actorId });
  useEffect(() => {
    document.title = `${title} – Vigie`;
  }, [title]);

  return (
    <article className="case" aria-labelledby="case-title">
      <CaseBar detail={detail} commands={commands} />
      <div className="case-body">
        <Why detail={detail} />
        <People detail={detail} />
        <Risk detail={detail} current={current} onSelect={setCurrent} />
        <Conversation detail={detail} current={current} onSelect={setCurrent} />
        <Flags flags={detail.flags} />
        <History detail={detail} commands={commands} />
      </div>
    </article>
  );
}

/** Where reading starts: the message that raised the newest alert. */
const alertMessageOf = ({ flags, messages }: CaseDetail): string | undefined =>
  messages.find((message) => message.eventId === flags.at(-1)?.eventId)?.eventId ?? messages.at(-1)?.eventId;
