import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installCommand } from '../src/index.ts';
import { projectFolder } from './project-folder.ts';

const CASES: readonly (readonly [
  files: Readonly<Record<string, string>>,
  agent: string | undefined,
  command: string,
])[] = [
  [{ 'package-lock.json': '{}' }, 'pnpm/12.0.0', 'npm install @leat/dest-duckdb'],
  [{ 'pnpm-lock.yaml': '' }, undefined, 'pnpm add @leat/dest-duckdb'],
  [{ 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': '' }, undefined, 'pnpm add -w @leat/dest-duckdb'],
  [{ 'yarn.lock': '' }, undefined, 'yarn add @leat/dest-duckdb'],
  [{ 'bun.lock': '' }, undefined, 'bun add @leat/dest-duckdb'],
  [{ 'bun.lockb': '' }, undefined, 'bun add @leat/dest-duckdb'],
  [{ 'package.json': '{"packageManager":"yarn@4.5.0"}' }, undefined, 'yarn add @leat/dest-duckdb'],
  [{ 'package.json': 'not json' }, 'pnpm/12.0.0 npm/? node/v24', 'pnpm add @leat/dest-duckdb'],
  [{}, 'npm/11.0.0 node/v24', 'npm install @leat/dest-duckdb'],
  [{}, 'something-else/1.0', 'npm install @leat/dest-duckdb'],
  [{}, undefined, 'npm install @leat/dest-duckdb'],
];

test.each(CASES)('with %j and user agent %j the command is %s', async (files, agent, command) => {
  const folder = await projectFolder(files);
  expect(installCommand(folder, '@leat/dest-duckdb', { npm_config_user_agent: agent })).toBe(command);
});

test('a lock file above the folder counts', async () => {
  const folder = await projectFolder({ 'yarn.lock': '', 'a/b/package.json': '{}' });
  expect(installCommand(join(folder, 'a', 'b'), 'x', {})).toBe('yarn add x');
});
