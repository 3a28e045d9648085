import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { type CaseDetail } from '../api/types.ts';
import { BackIcon } from '../parts/icons.tsx';
import { useWords } from '../parts/preferences.tsx';
import { SeverityMark } from '../parts/severity.tsx';
import { Countdown, Time } from '../parts/time.tsx';
import { useKey } from '../parts/use-key.ts';
import { CommandButtons } from './command-buttons.tsx';
import { CommandDone, CommandProblem } from './command-result.tsx';
import { CopyLink } from './copy-link.tsx';
import { type Commands } from './use-commands.ts';

interface CaseBarProps {
  detail: CaseDetail;
  commands: Commands;
}

/** The bar that stays: what it is, how bad, whose, until when, and what can be done. */
export function CaseBar({ detail, commands }: CaseBarProps) {
  const words = useWords();
  const search = useSearch();
  const queue = search === '' ? '/' : `/?${search}`;
  const [, navigate] = useLocation();
  const [isDeciding, setDeciding] = useState(false);
  useKey('q', () => navigate(queue));
  return (
    <header className={`case-bar case-bar-${detail.severity}`}>
      <Link href={queue} className="back" aria-keyshortcuts="Q">
        <BackIcon />
        <span>{words.say('case.back')}</span>
      </Link>
      <div className="case-bar-main">
        <div className="case-bar-what">
          <div className="case-bar-title">
            <CaseTitle detail={detail} />
            <CopyLink path={`/cases/${encodeURIComponent(detail.caseId)}`} />
          </div>
          <div className="case-bar-facts">
            <SeverityMark severity={detail.severity} />
            <Clock detail={detail} />
            {detail.state !== 'DECIDED' && <Owner detail={detail} commands={commands} />}
            <CommandDone commands={commands} />
          </div>
        </div>
        <CommandButtons {...{ detail, commands, isDeciding, setDeciding }} />
      </div>
      {!isDeciding && <CommandProblem detail={detail} commands={commands} />}
    </header>
  );
}

/** Takes the focus when the case is opened, so that a screen reader begins here and the keys act at once. */
function CaseTitle({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 id="case-title" ref={heading} tabIndex={-1}>
      {words.nameOf('harm', detail.harm)}
    </h1>
  );
}

function Clock({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  if (detail.state === 'DECIDED') {
    const disposition = words.nameOf('disposition', detail.disposition ?? '');
    return <span className="outcome">{words.say('case.decided-as', { disposition })}</span>;
  }
  return (
    <span className="case-bar-clock">
      <ActBy iso={detail.dueAt} />
      <Countdown dueAt={detail.dueAt} />
    </span>
  );
}

function ActBy({ iso }: { iso: string }) {
  const words = useWords();
  const [before = '', after = ''] = words.say('case.act-by', { time: '\u0000' }).split('\u0000');
  return (
    <span>
      {before}
      <Time iso={iso} />
      {after}
    </span>
  );
}

function Owner({ detail, commands }: CaseBarProps) {
  const words = useWords();
  const key = { nobody: 'case.owner.none', me: 'case.owner.me', other: 'case.owner.other' } as const;
  return (
    <span className={`case-owner case-owner-${commands.owner}`}>
      {words.say(key[commands.owner], { owner: detail.owner ?? '' })}
    </span>
  );
}
