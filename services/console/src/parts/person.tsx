import { type Participant } from '../api/types.ts';
import { idParts } from './id-parts.ts';
import { useWords } from './preferences.tsx';

interface PersonProps {
  id: string;
  participants: Participant[] | undefined;
}

/** An id and what is known of the age. */
export function Person({ id, participants }: PersonProps) {
  const words = useWords();
  const age = participants?.find((each) => each.id === id)?.ageBand;
  return (
    <span className="person">
      <PersonId id={id} />
      {age !== undefined && (
        <span className={`age age-${isYoung(age) ? 'young' : 'other'}`}>{words.nameOf('age', age)}</span>
      )}
    </span>
  );
}

/** One line of an id; a long one is cut before its end. */
export function PersonId({ id }: { id: string }) {
  const { head, tail } = idParts(id);
  return (
    <bdi className="person-id" title={id}>
      {head !== '' && <span className="person-id-head">{head}</span>}
      {tail}
    </bdi>
  );
}

export const isYoung = (ageBand: string): boolean => ['MINOR', 'UNDER_13', 'AGE_13_15', 'AGE_16_17'].includes(ageBand);
