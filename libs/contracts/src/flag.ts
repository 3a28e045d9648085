import { type Participant, type Surface } from './chat-event.ts';
import { type Harm, type Severity } from './harm.ts';

/** What the scorer says: this actor, in this conversation, got worse. See proto/vigie/v1/flag.proto. */
export interface Flag {
  readonly flagId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly actorId: string;
  readonly targetIds: readonly string[];
  readonly harm: Harm;
  readonly severity: Severity;
  /** Calibrated probability. */
  readonly score: number;
  readonly threshold: number;
  /** Cues of the actor in the order first seen. */
  readonly stages: readonly string[];
  readonly evidence: readonly EvidenceMessage[];
  readonly obfuscation: number;
  readonly language: string;
  readonly surface: Surface;
  readonly country: string;
  /** Event times, milliseconds since 1970. */
  readonly firstSeenAt: number;
  readonly raisedAt: number;
  readonly eventId: string;
  readonly participants: readonly Participant[];
  readonly versions: { readonly model: string; readonly policy: string; readonly normaliser: string };
  readonly degraded: boolean;
}

export interface EvidenceMessage {
  readonly eventId: string;
  readonly senderId: string;
  readonly sentAt: number;
  /** Raw, as the platform sent it. */
  readonly text: string;
  readonly cues: readonly string[];
  /** Change of the author's log-odds of this harm by this message. */
  readonly contribution: number;
  /** The author's calibrated risk after it. */
  readonly risk: number;
  readonly trace: Readonly<Record<string, string>>;
}
