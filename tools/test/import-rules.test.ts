import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BIN, REPOSITORY } from '../repository.ts';
import { runCommand } from '../run-command.ts';

/** File, import, and whether the rules take it. */
const imports: readonly (readonly [string, string, 'allowed' | 'refused'])[] = [
  ['packages/core/src/a.ts', 'node:fs', 'allowed'],
  ['packages/core/src/a.ts', './b.ts', 'allowed'],
  ['packages/core/src/deep/a.ts', '../b.ts', 'allowed'],
  ['packages/core/src/a.ts', '@standard-schema/spec', 'allowed'],
  ['packages/core/src/a.ts', '@leat/sql', 'refused'],
  ['packages/core/src/a.ts', 'kysely', 'refused'],
  ['packages/core/src/a.ts', 'ky', 'refused'],
  ['packages/core/src/a.ts', 'tsyringe', 'refused'],
  ['packages/core/src/a.ts', 'zod', 'refused'],
  ['packages/core/src/a.ts', 'not-there', 'refused'],
  ['packages/core/src/a.ts', '../../sql/src/index.ts', 'refused'],
  ['packages/core/test/a.test.ts', '../src/index.ts', 'allowed'],
  ['packages/core/test/a.test.ts', 'zod', 'allowed'],
  ['packages/runtime/src/a.ts', 'tsyringe', 'allowed'],
  ['packages/runtime/src/a.ts', '@leat/dest-duckdb', 'refused'],
  ['packages/runtime/src/a.ts', '@leat/core/src/index.ts', 'refused'],
  ['packages/sql/src/a.ts', '@leat/core', 'allowed'],
  ['packages/sql/src/a.ts', 'tsyringe', 'refused'],
  ['packages/sql/src/a.ts', 'reflect-metadata', 'refused'],
  ['packages/cli/src/a.ts', 'tsyringe', 'refused'],
  ['packages/testkit/test/a.test.ts', '@leat/core/fail-points', 'allowed'],
  ['packages/testkit/test/a.test.ts', '@leat/core/dist/index.mjs', 'refused'],
  ['packages/testkit/test/a.test.ts', '../../core/src/index.ts', 'refused'],
  ['bench/src/a.ts', '../../packages/core/src/index.ts', 'refused'],
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leat-import-rules-'));
  await copyFile(join(REPOSITORY, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lint(path: string, text: string): Promise<string> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
  const { stdout } = await runCommand(`${BIN}/oxlint`, ['--format=unix', path], { cwd: folder });
  return stdout;
}

describe('the border of a package', () => {
  test.each(imports)('%s importing %s is %s', async (path, specifier, verdict) => {
    const found = await lint(path, `import { x } from '${specifier}';\nx();\n`);
    expect(found.includes('no-restricted-imports'), found).toBe(verdict === 'refused');
  });

  test('holds against files that import each other', async () => {
    await lint('packages/core/src/one.ts', "import { two } from './two.ts';\nexport const one = (): unknown => two;\n");
    const found = await lint(
      'packages/core/src/two.ts',
      "import { one } from './one.ts';\nexport const two = (): unknown => one;\n",
    );
    expect(found).toContain('no-cycle');
  });
});
