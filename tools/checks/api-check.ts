import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspacePackage } from '../workspace/packages.ts';
import type { Check } from './check.ts';
import { commandCheck } from './command-check.ts';

/**
 * What a package exports is what its snapshot in `__snapshots__/tsnapi` says, so that a change of the API is seen in a
 * review. Needs the package built.
 */
export function apiCheck({ folder, path }: WorkspacePackage): Check {
  const compare = commandCheck(`API of ${folder} is the one on record`, 'tsnapi', [], path);
  return {
    name: compare.name,
    run: async () => {
      // Without a snapshot the tool writes one and is content.
      if (!existsSync(join(path, '__snapshots__/tsnapi')))
        return [`packages/${folder}/__snapshots__/tsnapi is missing`];
      const problems = await compare.run();
      const remedy = `If the change is meant: npx -y pnpm@12 --dir packages/${folder} exec tsnapi -u --allow-breaking`;
      return problems.length === 0 ? [] : [...problems, remedy];
    },
  };
}
