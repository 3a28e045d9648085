import { processEvents } from './events/process.ts';
import { type Health } from './health/health.ts';
import { type Telemetry } from './telemetry/telemetry.ts';

export interface Closer {
  readonly name: string;
  /** Finishes what is running, then lets go. Called once. */
  readonly close: () => Promise<unknown> | unknown;
}

export interface ShutdownOptions {
  readonly health: Health;
  /** Must declare `processEvents`. */
  readonly telemetry: Telemetry;
  /** One after the other: first what brings work, last what the work needs. */
  readonly closers: readonly Closer[];
  /** Milliseconds that all closers have together. Default 25,000: Kubernetes kills after 30 s. */
  readonly deadlineMs?: number;
  /** Milliseconds between "not ready" and the first closer, for load balancers to notice. Default 0. */
  readonly drainMs?: number;
  /** For tests. */
  readonly process?: Pick<NodeJS.Process, 'on' | 'exit'>;
}

/**
 * SIGTERM or SIGINT: not ready, then the closers in order, then exit 0; a closer that fails does not keep the others
 * from closing, but the exit is 1. A second signal or the deadline: exit 1 at once. What nobody caught ends the process
 * as well, with exit 1 and at once, since nobody knows what still holds; Kafka brings the unfinished batch again.
 *
 * Returns a function that starts the same shutdown from within.
 */
export function installShutdown(options: ShutdownOptions): (reason: string) => void {
  const { health, telemetry, closers, deadlineMs = 25_000, drainMs = 0, process: host = process } = options;
  const begun = { at: 0, part: '' };
  let deadline: NodeJS.Timeout | undefined;

  const exit = (code: number) => {
    clearTimeout(deadline);
    host.exit(code);
  };

  const overdue = (reason: string) => {
    telemetry.emit(processEvents.shutdownOverdue, { reason, part: begun.part });
    exit(1);
  };

  const close = async () => {
    if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
    let failed = false;
    for (const closer of closers) {
      begun.part = closer.name;
      const since = performance.now();
      try {
        await closer.close();
        telemetry.emit(processEvents.partClosed, { part: closer.name, seconds: secondsSince(since) });
      } catch (error) {
        failed = true;
        telemetry.emit(processEvents.partNotClosed, { part: closer.name, error });
      }
    }
    telemetry.emit(processEvents.shutdownDone, { seconds: secondsSince(begun.at) });
    exit(failed ? 1 : 0);
  };

  const shutDown = (reason: string) => {
    if (begun.at > 0) return overdue(reason);
    begun.at = performance.now();
    health.startClosing();
    telemetry.emit(processEvents.shutdownStarted, { reason });
    deadline = setTimeout(overdue, deadlineMs + drainMs, 'deadline');
    void close();
  };

  const crash = (origin: string) => (error: unknown) => {
    telemetry.emit(processEvents.crashed, { origin, error });
    exit(1);
  };

  host.on('SIGTERM', () => shutDown('SIGTERM'));
  host.on('SIGINT', () => shutDown('SIGINT'));
  host.on('uncaughtException', crash('uncaughtException'));
  host.on('unhandledRejection', crash('unhandledRejection'));
  return shutDown;
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
