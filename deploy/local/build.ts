import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from './obstacle.ts';
import { describeExit } from './processes.ts';
import { sayAs } from './say.ts';
import { type Supervisor } from './supervisor.ts';

/** `@vigie/alerts, built` for the line in which Nx reports that; undefined for the rest of its report. */
export function builtProject(line: string): string | undefined {
  const found = /^\s*✔\s+nx run (\S+):build(.*)$/u.exec(line);
  if (found === null) return undefined;
  return `${found[1]}, ${found[2]?.includes('cache') ? 'as before' : 'built'}`;
}

/** Builds what has changed (Nx knows by content), without Nx's daemon, which would outlive us. */
export async function build(root: string, supervisor: Supervisor): Promise<void> {
  const say = sayAs('build');
  say('building what has changed');
  const nx = join(root, 'node_modules', '.bin', 'nx');
  if (!existsSync(nx))
    throw new Obstacle('The installation is incomplete (nx is missing): run npm ci, then start again.');
  const report: string[] = [];
  const tool = supervisor.start({
    name: 'the build',
    command: process.execPath,
    args: [nx, 'run-many', '-t', 'build'],
    cwd: root,
    env: { NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', NX_SKIP_NX_CACHE: undefined },
    onLine: (line) => {
      if (line.trim() !== '') report.push(line.trimEnd());
      const project = builtProject(line);
      if (project !== undefined) say(project);
    },
  });
  const exit = await tool.exited;
  if (exit.code !== 0) report.forEach(say);
  if (exit.code !== 0) throw new Obstacle(`The build failed (${describeExit(exit)}), for the reason above.`);
}
