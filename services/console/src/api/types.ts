/** The answers of services/alerts, as agreed for the first page; the desk issue replaces them by the generated client. */

export type Severity = 'S0' | 'S1' | 'S2' | 'S3';
export type CaseState = 'OPEN' | 'CLAIMED' | 'DECIDED';
export type Disposition = 'CONFIRMED' | 'FALSE_ALARM' | 'NOT_ENOUGH_CONTEXT' | 'DUPLICATE' | 'ESCALATED' | 'REPORTED';

/** Ids of harms, cues and age bands belong to the model and the platform: strings, named by the catalogues when known. */
export interface Participant {
  id: string;
  ageBand: string;
  ageSource?: string;
}

export interface CaseSummary {
  caseId: string;
  tenantId: string;
  conversationId: string;
  actorId: string;
  targetIds: string[];
  harm: string;
  severity: Severity;
  state: CaseState;
  /** ISO 8601, like every time here. */
  dueAt: string;
  openedAt: string;
  updatedAt: string;
  firstSeenAt: string;
  raisedAt: string;
  owner: string | null;
  disposition: Disposition | null;
  score: number;
  stages: string[];
  language: string;
  surface: string;
  country: string;
  flags: number;
  comments: number;
  version: number;
  degraded: boolean;
  /** Ages of actor and targets; a server that leaves them out of the list loses the ages in the queue. */
  participants?: Participant[];
}

export interface CaseFlag {
  flagId: string;
  severity: Severity;
  score: number;
  threshold: number;
  stages: string[];
  raisedAt: string;
  eventId: string;
  versions: { model: string; policy: string; normaliser: string };
  degraded: boolean;
  obfuscation: number;
}

export interface CaseMessage {
  eventId: string;
  senderId: string;
  sentAt: string;
  text: string;
  cues: string[];
  /** Change of the author's log-odds of the case's harm. */
  contribution: number;
  /** The author's calibrated risk after the message, 0 to 1. */
  risk: number;
}

export interface HistoryEntry {
  sequence: number;
  at: string;
  by: string;
  type: string;
  severity?: Severity;
  from?: Severity;
  to?: Severity;
  flagId?: string;
  /** null: erased. */
  text?: string | null;
  disposition?: Disposition;
  reason?: string | null;
}

/** In the summary `flags` is their number, here it is the flags themselves. */
export interface CaseDetail extends Omit<CaseSummary, 'flags'> {
  participants: Participant[];
  flags: CaseFlag[];
  messages: CaseMessage[];
  /** Texts of this case have been erased for good. */
  erased: boolean;
  history: HistoryEntry[];
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export interface Me {
  userId: string;
  roles: string[];
  tenants: string[];
}

export type Command =
  | { type: 'claim' }
  | { type: 'release' }
  | { type: 'comment'; text: string }
  | { type: 'decide'; disposition: Disposition; reason: string };
