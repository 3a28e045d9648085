import { type SCORER_STAGES } from '@vigie/runtime';

export type Stage = (typeof SCORER_STAGES)[number];

export interface Stopwatch {
  /** The time since the lap before belongs to this stage. */
  lap(stage: Stage): void;
  /** Seconds by stage. */
  stages(): Readonly<Partial<Record<Stage, number>>>;
}

export function stopwatch(): Stopwatch {
  const laps: Partial<Record<Stage, number>> = {};
  let last = performance.now();
  return {
    lap(stage) {
      const now = performance.now();
      laps[stage] = (laps[stage] ?? 0) + (now - last) / 1000;
      last = now;
    },
    stages: () => laps,
  };
}
