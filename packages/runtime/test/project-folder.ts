import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes a project folder out of files by relative path; it is removed when the test ends. */
export async function projectFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'leat-runtime-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const writes = Object.entries(files).map(async ([path, text]) => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  });
  await Promise.all(writes);
  return folder;
}

/** Files of an installed package whose main module is `module`. */
export function packageFiles(
  name: string,
  module: string,
  exports: unknown = './index.mjs',
): Readonly<Record<string, string>> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.2.3', type: 'module', exports }),
    [`node_modules/${name}/index.mjs`]: module,
  };
}

/** Source text of a plugin that takes any options. */
export function pluginModule(
  kind: 'source' | 'destination',
  name: string,
  extra: Readonly<Record<string, unknown>> = {},
): string {
  const fields = { kind, name, apiVersion: 1, ...extra };
  return `
const options = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value ?? {} }) } };
export default { ...${JSON.stringify(fields)}, options, resources: () => [], describe: () => '${name}', capabilities: () => ({}) };
`;
}
