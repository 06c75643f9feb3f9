import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printApi, recordPath } from './api/record.ts';
import { runCommand } from './run-command.ts';
import { workspacePackages } from './workspace/packages.ts';

/** Builds every package and writes down what it exports, for reviews of a change of an API. */
for (const pack of await workspacePackages()) {
  const end = await runCommand('npx', ['-y', 'pnpm@12', 'exec', 'tsdown'], { cwd: pack.path });
  if (end.code !== 0) throw new Error(`${pack.folder} cannot be built\n${end.stdout}${end.stderr}`);
  await mkdir(dirname(recordPath(pack)), { recursive: true });
  await writeFile(recordPath(pack), await printApi(pack));
}
