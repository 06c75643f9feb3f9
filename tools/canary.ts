import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { coreChecks, projectChecks } from './canary/checks.ts';
import { packPackages } from './canary/pack.ts';
import { runChecks } from './checks/run-checks.ts';

/**
 * Installs the packed packages in empty folders outside the workspace, as a user would, and does there what the README
 * says. `--counts FILE` notes how each check went; `--keep` leaves the folders in place.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { counts: { type: 'string' }, keep: { type: 'boolean', default: false } } });
  const folder = await mkdtemp(join(tmpdir(), 'leat-canary-'));
  try {
    const setup = { folder, tarballs: await packPackages(join(folder, 'tarballs')) };
    for (const name of ['core-only', 'project']) await mkdir(join(folder, name));
    return await runChecks('canary', [...coreChecks(setup), ...(await projectChecks(setup))], values.counts);
  } finally {
    if (values.keep) console.log(folder);
    else await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
