import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchError } from '../errors.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What the measured processes load, and what that depends on, in order. */
const PACKAGES = ['core', 'sql', 'dest-duckdb', 'runtime', 'cli'];

/** Checks of what is published need a package manager, and have nothing to do with speed. */
const NO_CHECKS = ['--no-attw', '--no-publint'];

/** Builds the packages whose sources are newer than what was built of them. */
export async function buildPackages(): Promise<void> {
  for (const name of PACKAGES) {
    const folder = join(ROOT, 'packages', name);
    if (newest(join(folder, 'src')) > newest(join(folder, 'dist'))) await build(folder);
  }
}

/** When the newest file below a folder was written; 0 where there is none. */
function newest(folder: string): number {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return Math.max(0, ...files.map((file) => statSync(join(folder, file)).mtimeMs));
  } catch {
    return 0;
  }
}

function build(folder: string): Promise<void> {
  const tool = join(ROOT, 'node_modules', 'tsdown', 'dist', 'run.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tool, ...NO_CHECKS], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new BenchError(`${folder} cannot be built.`, {
            code: 'LEAT_BENCH_CHILD',
            recoverability: 'terminal',
            remedy: 'Build it by hand and look at what is wrong: npx -y pnpm@12 build.',
          }),
        );
    });
  });
}
