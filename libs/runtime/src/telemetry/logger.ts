import { type DestinationStream, type Logger, pino } from 'pino';

export interface LoggerOptions {
  readonly service: string;
  readonly level: string;
  /** Default: stdout, written at once, so that the last lines before a crash are there. */
  readonly destination?: DestinationStream;
}

/** JSON lines with `level` as a word and `time` in ISO 8601. Only `Telemetry` and `NestLogger` write to it. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
