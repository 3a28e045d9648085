import { type WriteStream } from 'node:tty';
import { type CatchUpOptions } from '@vigie/cases';

type OnProgress = NonNullable<CatchUpOptions['onProgress']>;

/** How far each partition is: one line that changes at a terminal; elsewhere one line for each, at the end. */
export function progress(output: Pick<WriteStream, 'write'> & { readonly isTTY?: boolean }) {
  const last = new Map<number, string>();
  const onProgress: OnProgress = ({ partition, position, end }) => {
    const line = `partition ${partition}: ${position.events} of ${end.events} records`;
    last.set(partition, line);
    if (output.isTTY === true) output.write(`\r${line}   `);
  };
  const end = () => output.write(output.isTTY === true ? '\n' : [...last.values(), ''].join('\n'));
  return { onProgress, end };
}
