import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProject, resolve, SETTINGS } from '../src/index.ts';
import { projectFolder } from './project-folder.ts';

const FILES: readonly (readonly [name: string, text: string])[] = [
  [
    'leat.config.ts',
    `interface Own { readonly path: string }\nconst duckdb: Own = { path: 'a.duckdb' };\nexport default { destinations: { duckdb } } satisfies object;`,
  ],
  ['leat.config.mts', `export default { destinations: { duckdb: { path: 'a.duckdb' as string } } };`],
  ['leat.config.mjs', `export default { destinations: { duckdb: { path: 'a.duckdb' } } };`],
  ['leat.config.json', `{ "destinations": { "duckdb": { "path": "a.duckdb" } } }`],
  ['leat.config.toml', `[destinations.duckdb]\npath = "a.duckdb"\n`],
];

test.each(FILES)('%s is read without a build step, from a folder below it too', async (name, text) => {
  const folder = await projectFolder({ [name]: text });
  const below = join(folder, 'a', 'b');
  await mkdir(below, { recursive: true });
  const project = await openProject({ folder: below });
  expect(project.location).toEqual({ folder, configFile: name });
  const setting = resolve(project.container, SETTINGS).get(['destinations', 'duckdb', 'path']);
  expect(setting).toMatchObject({ value: 'a.duckdb', origin: { layer: 'config', place: name } });
});

test('leat.config.js is read as the module the nearest package.json says it is', async () => {
  const folder = await projectFolder({
    'package.json': '{"type":"module"}',
    'leat.config.js': `export default { workDir: 'w' };`,
  });
  const { container } = await openProject({ folder });
  expect(resolve(container, SETTINGS).get(['workDir'])?.value).toBe('w');
});

test('two configuration files in one folder are refused', async () => {
  const folder = await projectFolder({ 'leat.config.json': '{}', 'leat.config.toml': '' });
  await expect(openProject({ folder })).rejects.toMatchObject({ code: 'LEAT_CONFIG_AMBIGUOUS', name: 'ConfigError' });
});

test('without a file the folder itself is the project', async () => {
  const folder = await projectFolder();
  expect((await openProject({ folder })).location).toEqual({ folder });
});

const BROKEN: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['leat.config.json', '{\n "sources": { "k": { "apiKey": sekret } } }', /syntax error/],
  ['leat.config.toml', 'workDir = "w"\napi_key = "sekret', /syntax error in line 2/],
  ['leat.config.mjs', 'export const config = {};', /no default export/],
  ['leat.config.ts', `import 'not-installed-anywhere'; export default {};`, /not-installed-anywhere/],
  ['leat.config.json', '[1]', /no configuration object/],
];

test.each(BROKEN)('%s that holds %j is refused by name and without quoting it', async (name, text, message) => {
  const folder = await projectFolder({ [name]: text });
  const failure: unknown = await openProject({ folder }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'LEAT_CONFIG_UNREADABLE', message: expect.stringMatching(message) });
  expect(String(failure)).toContain(name);
  expect(String(failure)).not.toContain('sekret');
});

test('a broken secrets file is refused without quoting it', async () => {
  const folder = await projectFolder({ '.leat/secrets.toml': '[sources.keeper]\napi_key = sekret' });
  const failure: unknown = await openProject({ folder }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'LEAT_CONFIG_UNREADABLE', message: expect.stringContaining('line 2') });
  expect(String(failure)).not.toContain('sekret');
});

const WRONG: readonly (readonly [config: unknown, message: RegExp])[] = [
  [{ destinaton: 'duckdb' }, /"destinaton" is no key.*did you mean "destination"/],
  [{ pipelines: { keeper: { dataste: 'x' } } }, /"pipelines\.keeper\.dataste" is no key.*did you mean "dataset"/],
  [{ pipelines: { keeper: { resources: 'records' } } }, /must be a list of names/],
  [{ pipelines: { keeper: 'keeper' } }, /must be a section/],
  [{ pipelines: { keeper: { source: 7 } } }, /must be the name of a source/],
  [{ limits: { maxDepth: 'deep' } }, /must be a whole number above zero/],
  [{ limits: { maxDeph: 1 } }, /did you mean "maxDepth"/],
  [{ sources: [] }, /must hold a section per name/],
  [{ workDir: { $env: 'HOME' } }, /must be written out/],
  [{ destination: {} }, /must be the name of a destination/],
  [{ pipelines: { keeper: { dataset: { a: 1 } } } }, /one key too deep/],
];

test.each(WRONG)('%j is refused', async (config, message) => {
  const folder = await projectFolder({ 'leat.config.json': JSON.stringify(config) });
  const failure: unknown = await openProject({ folder }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'LEAT_CONFIG_INVALID', message: expect.stringMatching(message) });
});

test('all that is wrong is told at once, each with its place', async () => {
  const folder = await projectFolder({
    'leat.config.json': '{"workDri":"x"}',
    '.env': 'LEAT__SORCES__KEEPER__API_KEY=k',
  });
  const failure: unknown = await openProject({ folder }).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: expect.stringMatching(/workDir.*\[leat\.config\.json\]\n.*"sources".*LEAT__SORCES__KEEPER__API_KEY\]/s),
  });
});
