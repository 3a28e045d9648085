import { TOPICS } from '@vigie/contracts';

/** The two logs of record. Other names only in tests that share a broker. */
export interface CaseTopics {
  readonly caseEvents: string;
  readonly caseKeys: string;
}

export const CASE_TOPICS: CaseTopics = { caseEvents: TOPICS.caseEvents, caseKeys: TOPICS.caseKeys };
