import { event } from '../telemetry/event.ts';
import { error, name, number } from '../telemetry/fields.ts';

/** What every process of Vigie may report. */
export const processEvents = {
  started: event({
    name: 'started',
    doc: 'The process is ready for work.',
    level: 'info',
    fields: { seconds: number, version: name },
    moves: [
      { gauge: 'vigie_start_duration_seconds', help: 'Time from the start of the process to ready.', set: 'seconds' },
    ],
  }),
  shutdownStarted: event({
    name: 'shutdown_started',
    doc: 'A signal came; running batches are finished.',
    level: 'info',
    fields: { reason: name },
  }),
  partClosed: event({
    name: 'part_closed',
    doc: 'A part of the process has ended its work.',
    level: 'debug',
    fields: { part: name, seconds: number },
  }),
  partNotClosed: event({
    name: 'part_not_closed',
    doc: 'A part of the process failed while it ended its work; the other parts go on to close.',
    level: 'error',
    fields: { part: name, error },
  }),
  shutdownDone: event({
    name: 'shutdown_done',
    doc: 'Everything is closed; the process ends.',
    level: 'info',
    fields: { seconds: number },
  }),
  shutdownOverdue: event({
    name: 'shutdown_overdue',
    doc: 'The process ends although a part is not closed: a second signal came, or the time is over.',
    level: 'error',
    fields: { reason: name, part: name },
  }),
  crashed: event({
    name: 'crashed',
    doc: 'An error that nobody caught ends the process.',
    level: 'error',
    fields: { origin: name, error },
  }),
  fileLoaded: event({
    name: 'file_loaded',
    doc: 'A watched file (policy, tokens) is in force.',
    level: 'info',
    fields: { file: name, version: name },
  }),
  fileRefused: event({
    name: 'file_refused',
    doc: 'A watched file was changed to something that does not hold; the version before stays in force.',
    level: 'error',
    fields: { file: name, version: name, error },
    moves: [{ counter: 'vigie_file_refusals_total', help: 'Versions of watched files that did not hold.', add: 1 }],
  }),
};
