import { type RefObject, useEffect, useRef } from 'react';
import { type CaseDetail } from '../api/types.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../parts/preferences.tsx';
import { useKey } from '../parts/use-key.ts';
import { DecideDialog, emptyDraft } from './decide-dialog.tsx';
import { useDraft } from './drafts.ts';
import { type Commands } from './use-commands.ts';

interface CommandButtonsProps {
  detail: CaseDetail;
  commands: Commands;
  isDeciding: boolean;
  setDeciding(on: boolean): void;
}

/** Only what can be done now: claim first, then decide or give back. */
export function CommandButtons({ detail, commands, isDeciding, setDeciding }: CommandButtonsProps) {
  const words = useWords();
  const [draft, setDraft] = useDraft(`decide ${detail.caseId}`, emptyDraft);
  const { may, isSending, owner, send } = commands;
  useKey('c', () => void send({ type: 'claim' }), may.claim && !isSending);
  useKey('d', () => setDeciding(true), may.decide && !isSending);
  const release =
    owner === 'me' ? words.say('command.release') : words.say('command.take-back', { owner: detail.owner ?? '' });
  const box = useFocusKept(`${detail.state} ${owner}`);
  return (
    <div className="commands" ref={box} tabIndex={-1}>
      {may.claim && (
        <Button look="primary" hint="C" busy={isSending} onClick={() => void send({ type: 'claim' })}>
          {words.say('command.claim')}
        </Button>
      )}
      {may.release && (
        <Button busy={isSending} onClick={() => void send({ type: 'release' })}>
          {release}
        </Button>
      )}
      {may.decide && (
        <Button look="primary" hint="D" onClick={() => setDeciding(true)}>
          {words.say('command.decide')}
        </Button>
      )}
      {isDeciding && (
        <DecideDialog
          draft={draft}
          onDraft={setDraft}
          detail={detail}
          commands={commands}
          onClose={() => setDeciding(false)}
        />
      )}
    </div>
  );
}

/** A button that was pressed goes away with what it did; the focus stays among the commands instead of falling away. */
function useFocusKept(when: string): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, [when]);
  return box;
}
