/**
 * Ends the children of a process that has gone without doing so itself (kill -9, crash, closed terminal).
 *
 * Its standard input is a pipe from that process: `+pid` for a child started, `-pid` for one that has ended. The pipe
 * closes when the process is gone, whatever way; what is still on the list then gets SIGTERM, newest first, and SIGKILL
 * after a grace period. Every child leads a process group of its own, so the signals reach its children too.
 */
import { createInterface } from 'node:readline';

const GRACE_MS = 10_000;
const children = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function endAll() {
  for (const pid of [...children].reverse()) {
    signalGroup(pid, 'SIGTERM');
    const until = Date.now() + GRACE_MS;
    while (signalGroup(pid, 0) && Date.now() < until) await new Promise((wake) => setTimeout(wake, 50));
    signalGroup(pid, 'SIGKILL');
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const pid = Number(line.slice(1));
    if (line[0] === '+') children.add(pid);
    else children.delete(pid);
  })
  .on('close', endAll);
