import { BIN, REPOSITORY } from '../repository.ts';
import { runCommand } from '../run-command.ts';
import type { Check } from './check.ts';

/** A check that is a command of the repository's tools: it holds when the command exits with 0. */
export function commandCheck(name: string, tool: string, args: readonly string[], cwd: string = REPOSITORY): Check {
  return {
    name,
    run: async () => {
      // The tools' own start lines name `node`, which has to be the pinned one.
      const env = { ...process.env, PATH: `${BIN}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
      const end = await runCommand(`${BIN}/${tool}`, args, { cwd, env });
      return end.code === 0 ? [] : [`${tool} ${args.join(' ')}\n${(end.stdout + end.stderr).trim()}`];
    },
  };
}
