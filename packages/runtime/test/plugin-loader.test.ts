import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PluginLoader } from '../src/index.ts';
import { packageFiles, pluginModule, projectFolder } from './project-folder.ts';

const duckdb = pluginModule('destination', 'duckdb');

const FOUND: readonly (readonly [
  title: string,
  name: string,
  files: Readonly<Record<string, string>>,
  module: string,
])[] = [
  ['a short name', 'duckdb', packageFiles('@leat/dest-duckdb', duckdb), 'node_modules/@leat/dest-duckdb/index.mjs'],
  [
    'a short name of a third party',
    'duckdb',
    packageFiles('leat-dest-duckdb', duckdb),
    'node_modules/leat-dest-duckdb/index.mjs',
  ],
  [
    'a short name that both have',
    'duckdb',
    { ...packageFiles('@leat/dest-duckdb', duckdb), ...packageFiles('leat-dest-duckdb', duckdb) },
    'node_modules/@leat/dest-duckdb/index.mjs',
  ],
  [
    'a whole package name',
    '@acme/warehouse',
    packageFiles('@acme/warehouse', duckdb),
    'node_modules/@acme/warehouse/index.mjs',
  ],
  [
    'a whole name without a scope',
    'leat-dest-own',
    packageFiles('leat-dest-own', duckdb),
    'node_modules/leat-dest-own/index.mjs',
  ],
  [
    'a package that exports under "import" only',
    'duckdb',
    packageFiles('@leat/dest-duckdb', duckdb, { '.': { types: './index.d.ts', import: './index.mjs' } }),
    'node_modules/@leat/dest-duckdb/index.mjs',
  ],
  ['a path', './destinations/own.mjs', { 'destinations/own.mjs': duckdb }, 'destinations/own.mjs'],
  ['a path to TypeScript', './own.ts', { 'own.ts': `const x: number = 1;\n${duckdb}` }, 'own.ts'],
];

test.each(FOUND)('%s is found in the project', async (_title, name, files, module) => {
  const folder = await projectFolder(files);
  const loader = new PluginLoader({ folder, environment: {} });
  expect(loader.find('destination', name)?.file).toBe(join(folder, module));
  expect(await loader.loadDestination(name)).toMatchObject({ kind: 'destination', name: 'duckdb' });
});

test('the condition Node was started with decides which file of a package is taken', async () => {
  const conditions = { '.': { '@leat/source': './source.mjs', default: './index.mjs' } };
  const files = {
    ...packageFiles('@leat/dest-duckdb', duckdb, conditions),
    'node_modules/@leat/dest-duckdb/source.mjs': duckdb,
  };
  const folder = await projectFolder(files);
  expect(process.execArgv).toContain('--conditions=@leat/source');
  expect(new PluginLoader({ folder, environment: {} }).find('destination', 'duckdb')?.file).toBe(
    join(folder, 'node_modules/@leat/dest-duckdb/source.mjs'),
  );
});

test('a plugin beside the command is found when the project has none, and the one of the project wins', async () => {
  const command = await projectFolder(packageFiles('@leat/dest-duckdb', duckdb));
  const folder = await projectFolder(packageFiles('leat-dest-duckdb', duckdb));
  const besides = join(command, 'main.mjs');
  const empty = await projectFolder();
  expect(new PluginLoader({ folder: empty, environment: {}, besides }).find('destination', 'duckdb')?.file).toContain(
    command,
  );
  expect(new PluginLoader({ folder, environment: {}, besides }).find('destination', 'duckdb')?.file).toContain(folder);
});

test('a module compiled to CommonJS gives its default export', async () => {
  const text = `exports.__esModule = true; exports.default = { kind: 'source', name: 'old', apiVersion: 1 };`;
  const folder = await projectFolder({ 'old.cjs': text });
  expect(await new PluginLoader({ folder, environment: {} }).loadSource('./old.cjs')).toMatchObject({ name: 'old' });
});

interface Refusal {
  readonly title: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: { readonly code: string; readonly message?: RegExp; readonly remedy?: RegExp };
}

const REFUSED: readonly Refusal[] = [
  {
    title: 'a plugin that is not installed',
    name: 'duckdb',
    files: { 'pnpm-lock.yaml': '' },
    expected: {
      code: 'LEAT_PLUGIN_MISSING',
      message: /"duckdb" is not installed/,
      remedy: /^Run: pnpm add @leat\/dest-duckdb$/,
    },
  },
  {
    title: 'a misspelt name',
    name: 'dukcdb',
    files: {},
    expected: { code: 'LEAT_PLUGIN_MISSING', remedy: /^Did you mean "duckdb"\? If not/ },
  },
  {
    title: 'a path without a file',
    name: './nowhere.ts',
    files: {},
    expected: { code: 'LEAT_PLUGIN_MISSING', remedy: /relative to the project folder/ },
  },
  {
    title: 'a package whose own dependency is missing',
    name: 'duckdb',
    files: packageFiles('@leat/dest-duckdb', `import 'not-there-at-all';`),
    expected: {
      code: 'LEAT_PLUGIN_BROKEN',
      message: /@leat\/dest-duckdb is installed but cannot be loaded.*not-there-at-all/,
    },
  },
  {
    title: 'a package without its built files',
    name: 'duckdb',
    files: packageFiles('@leat/dest-duckdb', duckdb, './dist/nothing.mjs'),
    expected: { code: 'LEAT_PLUGIN_BROKEN' },
  },
  {
    title: 'a source in the place of a destination',
    name: './source.mjs',
    files: { 'source.mjs': pluginModule('source', 'crm') },
    expected: { code: 'LEAT_PLUGIN_INVALID', message: /no destination plugin but a source/ },
  },
  {
    title: 'a module that exports no plugin',
    name: './nothing.mjs',
    files: { 'nothing.mjs': 'export default { a: 1 };' },
    expected: { code: 'LEAT_PLUGIN_INVALID', message: /"\.\/nothing\.mjs" is no destination plugin/ },
  },
  {
    title: 'a plugin for another contract',
    name: './future.mjs',
    files: { 'future.mjs': pluginModule('destination', 'future', { apiVersion: 2 }) },
    expected: { code: 'LEAT_PLUGIN_API_VERSION', message: /"\.\/future\.mjs" speaks version 2 .* version 1/ },
  },
];

test.each(REFUSED)('$title is refused with $expected.code', async ({ name, files, expected }) => {
  const folder = await projectFolder(files);
  const failure: unknown = await new PluginLoader({ folder, environment: {} })
    .loadDestination(name)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: 'ConfigError',
    code: expected.code,
    ...(expected.message === undefined ? {} : { message: expect.stringMatching(new RegExp(expected.message, 's')) }),
    ...(expected.remedy === undefined ? {} : { remedy: expect.stringMatching(expected.remedy) }),
  });
});
