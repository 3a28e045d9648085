import { type CaseDetail, type Participant } from '../api/types.ts';
import { countryName, languageName } from '../i18n/dates.ts';
import { isYoung } from '../parts/person.tsx';
import { useWords } from '../parts/preferences.tsx';
import { roleOf } from './role.ts';

/** A public room may hold hundreds. */
const peopleShown = 9;

/** Who is in it, how old as far as anybody knows, and who says so. */
export function People({ detail }: { detail: CaseDetail }) {
  const words = useWords();
  const all = everybody(detail);
  const more = all.length - peopleShown;
  const place = [
    words.nameOf('surface', detail.surface),
    languageName(words.language, detail.language),
    countryName(words.language, detail.country),
  ];
  return (
    <section className="people" aria-labelledby="people-title">
      <h2 id="people-title">{words.say('case.people')}</h2>
      <ul className="people-list">
        {all.slice(0, peopleShown).map((person) => (
          <PersonCard key={person.id} person={person} detail={detail} />
        ))}
      </ul>
      {more > 0 && <p className="muted">{words.say('queue.more-people', { count: more })}</p>}
      <p className="muted">{place.filter((part) => part !== '').join(' · ')}</p>
    </section>
  );
}

function PersonCard({ person, detail }: { person: Participant; detail: CaseDetail }) {
  const words = useWords();
  const role = roleOf(detail, person.id);
  const count = detail.messages.filter((message) => message.senderId === person.id).length;
  return (
    <li className={`person-card person-card-${role}`}>
      <bdi className="person-id" title={person.id}>
        {person.id}
      </bdi>
      <span className="role">{words.say(`case.people.${role}`)}</span>
      <span className={`age age-${isYoung(person.ageBand) ? 'young' : 'other'}`}>
        {words.nameOf('age', person.ageBand)}
      </span>
      {person.ageSource && person.ageBand !== 'UNKNOWN' && (
        <span className="muted">{words.nameOf('ageSource', person.ageSource)}</span>
      )}
      <span className="muted person-share">
        {words.say('case.people.messages', { count, total: detail.messages.length })}
      </span>
    </li>
  );
}

/** The actor first, then the targets, then whoever else is known; people without a stated age included. */
function everybody({ actorId, targetIds, participants }: CaseDetail): Participant[] {
  const ids = new Set([actorId, ...targetIds, ...participants.map(({ id }) => id)]);
  return [...ids].map((id) => participants.find((each) => each.id === id) ?? { id, ageBand: 'UNKNOWN' });
}
