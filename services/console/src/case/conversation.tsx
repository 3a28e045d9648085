import { Fragment, useEffect, useRef } from 'react';
import { type CaseDetail, type CaseMessage } from '../api/types.ts';
import { type MessageKey } from '../i18n/en/index.ts';
import { Button } from '../parts/button.tsx';
import { duration } from '../parts/countdown.ts';
import { EyeIcon } from '../parts/icons.tsx';
import { useWords } from '../parts/preferences.tsx';
import { Message } from './message.tsx';
import { type Selection } from './risk.tsx';
import { useMessageKeys } from './use-message-keys.ts';
import { useReveals } from './use-reveals.ts';

const longPauseMs = 60 * 60 * 1000;

function hintOf({ messages, erased }: CaseDetail): MessageKey {
  if (erased) return 'case.erased';
  return messages.length > 0 ? 'case.conversation.hint' : 'case.messages.none';
}

/** The messages around the alert, masked until somebody asks to see one. */
export function Conversation({ detail, current, onSelect }: Selection & { detail: CaseDetail }) {
  const words = useWords();
  const { messages, flags } = detail;
  const reveals = useReveals(messages);
  useMessageKeys({ messages, current, onSelect, reveals });
  const list = useRef<HTMLOListElement>(null);
  useScrollTo(list, current);

  return (
    <section className="conversation" aria-labelledby="conversation-title">
      <div className="section-head">
        <h2 id="conversation-title">{words.say('case.conversation')}</h2>
        <p className="muted">{words.say(hintOf(detail))}</p>
        {messages.length > 0 && (
          <Button hint="⇧X" onClick={reveals.toggleAll}>
            <EyeIcon open={!reveals.all} />
            {words.say(reveals.all ? 'case.conversation.mask-all' : 'case.conversation.reveal-all')}
          </Button>
        )}
      </div>
      <ol className="messages" ref={list}>
        {messages.map((message, index) => (
          <Fragment key={message.eventId}>
            <Pause before={messages[index - 1]} after={message} />
            <Message
              message={message}
              detail={detail}
              flag={flags.find((flag) => flag.eventId === message.eventId)}
              isCurrent={message.eventId === current}
              isRevealed={reveals.has(message.eventId)}
              onSelect={() => onSelect(message.eventId)}
              onToggle={() => reveals.toggle(message.eventId)}
            />
          </Fragment>
        ))}
      </ol>
    </section>
  );
}

function Pause({ before, after }: { before: CaseMessage | undefined; after: CaseMessage }) {
  const words = useWords();
  const ms = before === undefined ? 0 : Date.parse(after.sentAt) - Date.parse(before.sentAt);
  if (ms < longPauseMs) return null;
  return <li className="pause">{words.say('case.message.gap', { span: duration(words, ms) })}</li>;
}

/** Brings the current message into view when another becomes current, not when the case is opened. */
function useScrollTo(list: React.RefObject<HTMLOListElement | null>, current: string | undefined): void {
  const last = useRef(current);
  useEffect(() => {
    if (last.current === current) return;
    last.current = current;
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [list, current]);
}
