import { useMe } from '../api/session.ts';
import { type CaseSummary } from '../api/types.ts';
import { useWords } from '../parts/preferences.tsx';

/** State and owner in one: what a reviewer asks first is whether somebody is at it. */
export function OwnerMark({ item }: { item: Pick<CaseSummary, 'state' | 'owner'> }) {
  const words = useWords();
  const me = useMe().data?.userId;
  const isMine = item.owner !== null && item.owner === me;
  return (
    <span className={`owner owner-${isMine ? 'mine' : item.state.toLowerCase()}`}>
      <span>{words.nameOf('state', item.state)}</span>
      {item.owner !== null && <bdi className="owner-name">{isMine ? words.say('queue.mine') : item.owner}</bdi>}
    </span>
  );
}
