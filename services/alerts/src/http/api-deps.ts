import { type CaseView, type KeyEncryption } from '@vigie/cases';
import { type CaseCommand, type Severity } from '@vigie/safety';
import { type Sessions } from './auth/sessions.ts';
import { type TokenBook } from './auth/tokens.ts';
import { type Fingerprints } from './fingerprints.ts';
import { type LiveFeed } from './live/live-feed.ts';

/** All that the API works with. */
export interface ApiDeps {
  readonly view: CaseView;
  readonly feed: LiveFeed;
  readonly encryption: KeyEncryption;
  readonly tokens: TokenBook;
  readonly sessions: Sessions;
  readonly fingerprints: Fingerprints;
  /** Puts a command into its topic; resolves when it is acknowledged. */
  readonly sendCommand: (command: CaseCommand) => Promise<void>;
  readonly policy: () => { readonly version: string; readonly clocks: Readonly<Record<Severity, number>> };
  readonly clock: () => number;
  /** Of the case log: a view that lacks one of them is not shown. */
  readonly partitions: number;
  readonly version: string;
  readonly answerTimeoutMs: number;
  /** How often a live stream says that it is there, and looks whether its reader may still read. */
  readonly streamTickMs: number;
  /** Cookies only over TLS. */
  readonly secureCookies: boolean;
  readonly onFault: (error: unknown) => void;
}
