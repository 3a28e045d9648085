import { type CaseDetail } from '../api/types.ts';
import { exactTime } from '../i18n/dates.ts';
import { useWords } from '../parts/preferences.tsx';
import { Time } from '../parts/time.tsx';
import { effectOf, outOf100 } from './effect.ts';
import { type Selection } from './risk.tsx';

/** The curve as a table; its times are buttons that go to the message. */
export function RiskTable({ detail, current, onSelect }: Selection & { detail: CaseDetail }) {
  const words = useWords();
  const alerts = new Set(detail.flags.map((flag) => flag.eventId));
  return (
    <details className="as-table">
      <summary>{words.say('case.risk.table')}</summary>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.say('case.risk.time')}</th>
              <th scope="col">{words.say('case.risk.value')}</th>
              <th scope="col">{words.say('case.risk.effect')}</th>
            </tr>
          </thead>
          <tbody>
            {detail.messages
              .filter((message) => message.senderId === detail.actorId)
              .map(({ eventId, sentAt, risk, contribution }) => (
                <tr key={eventId} aria-current={eventId === current || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className="link"
                      aria-label={words.say('case.risk.go', { time: exactTime(words.language, sentAt) })}
                      onClick={() => onSelect(eventId)}
                    >
                      <Time iso={sentAt} exact />
                    </button>
                  </th>
                  <td>{words.say('case.risk.of-100', { value: outOf100(risk) })}</td>
                  <td>
                    {words.say(effectOf(contribution).key)}
                    {alerts.has(eventId) && <strong> · {words.say('case.risk.alert')}</strong>}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
