import { removeOwnRunFile } from './run-file.ts';
import { runUntilEnd, untilOneEnds } from './run-until-end.ts';
import { startVigie, type StartOptions } from './start-vigie.ts';
import { stateFiles } from './state.ts';
import { Supervisor } from './supervisor.ts';

export type RunOptions = Omit<StartOptions, 'state' | 'supervisor'> & { readonly jarsDir?: string };

/** `npm start` with its signals and its end; returns the exit code when nothing of it runs any more. */
export async function runStart({ jarsDir, ...options }: RunOptions): Promise<number> {
  const files = stateFiles(options.root);
  const state = jarsDir === undefined ? files : { ...files, jars: jarsDir };
  const supervisor = new Supervisor();
  const code = await runUntilEnd(supervisor, async () => {
    return untilOneEnds(await startVigie({ ...options, state, supervisor }));
  });
  removeOwnRunFile(state.run);
  return code;
}
