import { type Participant } from '../api/types.ts';
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
      <bdi className="person-id" title={id}>
        {id}
      </bdi>
      {age !== undefined && (
        <span className={`age age-${isYoung(age) ? 'young' : 'other'}`}>{words.nameOf('age', age)}</span>
      )}
    </span>
  );
}

export const isYoung = (ageBand: string): boolean => ['MINOR', 'UNDER_13', 'AGE_13_15', 'AGE_16_17'].includes(ageBand);
