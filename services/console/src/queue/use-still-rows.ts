import { useState } from 'react';
import { type CaseSummary } from '../api/types.ts';
import { arrange, type Arrangement } from './keep-still.ts';

interface StillRows extends Arrangement {
  /** Puts the rows into the right order now: the reader asked for it. */
  showFresh(): void;
}

/** The rows to show while `known` changes underneath. Another `list` (other filters) starts anew. */
export function useStillRows(
  list: string,
  known: CaseSummary[],
  wanted: (item: CaseSummary) => boolean,
  held: boolean,
): StillRows {
  const [shown, setShown] = useState<{ list: string; rows: CaseSummary[] }>({ list, rows: [] });
  const next = arrange({ shown: shown.rows, known, wanted }, held && shown.list === list);
  if (shown.list !== list || !areSame(shown.rows, next.rows)) setShown({ list, rows: next.rows });
  return { ...next, showFresh: () => setShown({ list, rows: known.filter(wanted) }) };
}

const areSame = (a: CaseSummary[], b: CaseSummary[]): boolean =>
  a.length === b.length && a.every((row, index) => row === b[index]);
