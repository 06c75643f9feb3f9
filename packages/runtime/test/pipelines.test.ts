import { Secret } from '@leat/core';
import { expect, test } from 'vitest';
import { env, exec, file, MissingValuesError, type LeatConfig } from '../src/index.ts';
import { packageFiles, pluginModule } from './project-folder.ts';
import { testProject } from './test-project.ts';

const json = (config: LeatConfig): Readonly<Record<string, string>> => ({ 'leat.config.json': JSON.stringify(config) });
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

test('a source named on the command line runs with environment variables alone', async () => {
  const { pipelines, defined } = await testProject(
    {},
    { LEAT__SOURCES__CRM__BASE_URL: 'https://crm', LEAT__SOURCES__CRM__API_KEY: 'k-123' },
  );
  const { parts } = await pipelines.create('crm');
  expect(parts).toMatchObject({ name: 'crm', dataset: 'crm_data', workDir: '.leat' });
  expect(defined[0]?.source).toMatchObject({ options: { baseUrl: 'https://crm', apiKey: new Secret('k-123') } });
  expect(defined[0]?.destination).toMatchObject({ plugin: { name: 'duckdb' }, options: { path: 'crm.duckdb' } });
});

test('without a name the only pipeline is meant', async () => {
  const { pipelines } = await testProject({}, { LEAT__SOURCES__CRM__BASE_URL: 'u', LEAT__SOURCES__CRM__API_KEY: 'k' });
  expect((await pipelines.create()).parts.name).toBe('crm');
});

test('a project file names source, destination, dataset, resources and limits', async () => {
  const { pipelines, defined } = await testProject(
    json({
      destination: 'store',
      workDir: 'packages',
      limits: { maxDepth: 9, extractConcurrency: 2 },
      pipelines: { sales: { source: 'crm', dataset: 'raw', resources: ['deals'], limits: { maxDepth: 3 } } },
      sources: { crm: { baseUrl: 'u', apiKey: 'k' } },
      destinations: { store: { url: 'store://x' } },
    }),
  );
  const { parts } = await pipelines.create('sales');
  expect(parts).toMatchObject({ name: 'sales', dataset: 'raw', workDir: 'packages', resources: ['deals'] });
  expect(defined[0]).toMatchObject({ name: 'sales', dataset: 'raw', limits: { maxDepth: 3, extractConcurrency: 2 } });
});

test('flags win over everything, the pipeline over the project', async () => {
  const files = json({
    destination: 'store',
    pipelines: { sales: { source: 'crm', destination: 'duckdb', dataset: 'raw' } },
    sources: { crm: { baseUrl: 'u', apiKey: 'k' } },
    destinations: { store: { url: 'x' } },
  });
  const environment = { LEAT__PIPELINES__SALES__DATASET: 'from-env', LEAT__DESTINATION: 'store' };
  const { pipelines } = await testProject(files, environment);
  expect((await pipelines.create('sales')).parts).toMatchObject({
    dataset: 'from-env',
    destination: { plugin: { name: 'duckdb' } },
  });
  expect((await pipelines.create('sales', { destination: 'store', dataset: 'flag' })).parts).toMatchObject({
    dataset: 'flag',
    destination: { plugin: { name: 'store' } },
  });
});

test('two sections can use one plugin', async () => {
  const { pipelines, defined } = await testProject(
    json({
      pipelines: { eu: { source: 'crm-eu' }, us: { source: 'crm-us' } },
      sources: {
        'crm-eu': { plugin: 'crm', baseUrl: 'eu', apiKey: 'k' },
        'crm-us': { plugin: 'crm', baseUrl: 'us', apiKey: 'k' },
      },
    }),
  );
  await pipelines.create('eu');
  await pipelines.create('us');
  expect(defined.map(({ source }) => source)).toMatchObject([
    { options: { baseUrl: 'eu' } },
    { options: { baseUrl: 'us' } },
  ]);
});

test('plugins, sources and resources made in code are taken as they are', async () => {
  const config = `
const schema = { '~standard': { version: 1, vendor: 't', validate: (value) => ({ value }) } };
const source = { kind: 'source', name: 'crm', apiVersion: 1, options: schema, resources: () => [] };
const resource = { kind: 'resource', definition: { name: 'rows', rows: [] } };
export default {
  pipelines: {
    plugin: { source },
    configured: { source: { kind: 'configured-source', plugin: source, options: { own: 1 } } },
    resources: { source: [resource] },
  },
  sources: { crm: { baseUrl: 'u' } },
};`;
  const { pipelines } = await testProject({ 'leat.config.mjs': config });
  expect((await pipelines.create('plugin')).parts.source).toMatchObject({
    kind: 'configured-source',
    options: { baseUrl: 'u' },
  });
  expect((await pipelines.create('configured')).parts.source).toMatchObject({ options: { own: 1 } });
  expect((await pipelines.create('resources')).parts.source).toMatchObject([{ kind: 'resource' }]);
});

test('a path or a package names a source too, and the pipeline takes its last part as name', async () => {
  const files = {
    ...packageFiles('@acme/leat-source-shop', pluginModule('source', 'shop')),
    'own/git-hub.mjs': pluginModule('source', 'github'),
  };
  const { pipelines } = await testProject(files);
  expect((await pipelines.create('./own/git-hub.mjs')).parts).toMatchObject({
    name: 'git-hub',
    dataset: 'git-hub_data',
  });
  expect((await pipelines.create('@acme/leat-source-shop')).parts).toMatchObject({
    name: 'shop',
    source: { plugin: { name: 'shop' } },
  });
});

test('all missing values are listed at once, each with every place that was looked at', async () => {
  const files = {
    ...json({
      destination: 'store',
      pipelines: { sales: { source: 'crm' } },
      sources: { crm: { apiKey: env('CRM_KEY') } },
    }),
    '.env': 'OTHER=1',
  };
  const { pipelines } = await testProject(files);
  const failure = await failureOf(pipelines.create('sales'));
  expect(failure).toBeInstanceOf(MissingValuesError);
  expect(failure).toMatchObject({
    name: 'ConfigError',
    code: 'LEAT_CONFIG_MISSING',
    message: expect.stringContaining('3 values are missing for pipeline "sales"'),
    missing: [
      {
        path: ['sources', 'crm', 'baseUrl'],
        places: [
          'environment variable LEAT__SOURCES__CRM__BASE_URL',
          '.env.local: LEAT__SOURCES__CRM__BASE_URL (no such file)',
          '.env: LEAT__SOURCES__CRM__BASE_URL',
          '.leat/secrets.toml: sources.crm.baseUrl',
          'leat.config.json: sources.crm.baseUrl',
        ],
      },
      {
        path: ['sources', 'crm', 'apiKey'],
        places: expect.arrayContaining([
          'environment variable CRM_KEY (for env("CRM_KEY"))',
          '.env: CRM_KEY (for env("CRM_KEY"))',
        ]),
      },
      { path: ['destinations', 'store', 'url'] },
    ],
  });
});

test('the values of a destination that is not used are not asked for', async () => {
  const files = json({
    pipelines: { sales: { source: 'crm' } },
    sources: { crm: { baseUrl: 'u', apiKey: 'k' } },
    destinations: { store: { url: env('NOT_SET') } },
  });
  await expect((await testProject(files)).pipelines.create('sales')).resolves.toMatchObject({
    parts: { name: 'sales' },
  });
});

test('references are looked up in the environment, in .env files, in files and in the output of commands', async () => {
  const files = {
    ...json({
      pipelines: { a: { source: 'crm' }, b: { source: 'other' } },
      sources: {
        crm: { baseUrl: env('CRM_URL'), apiKey: file('key.txt'), rate: env('CRM_RATE', '5') },
        other: { plugin: 'crm', baseUrl: env('FROM_DOTENV'), apiKey: exec(process.execPath, '-p', '6 * 7') },
      },
    }),
    'key.txt': 'from file\n',
    '.env': 'FROM_DOTENV=dotenv',
  };
  const { pipelines, defined } = await testProject(files, { CRM_URL: 'from env' });
  await pipelines.create('a');
  await pipelines.create('b');
  expect(defined.map(({ source }) => source)).toMatchObject([
    { options: { baseUrl: 'from env', apiKey: new Secret('from file'), rate: 5 } },
    { options: { baseUrl: 'dotenv', apiKey: new Secret('42') } },
  ]);
});

const FAILING: readonly (readonly [title: string, reference: unknown, message: RegExp])[] = [
  ['a file that does not exist', file('nowhere.txt'), /file\("nowhere\.txt"\) gave no value: ENOENT/],
  [
    'a command that is not installed',
    exec('leat-no-such-command', 's3cret'),
    /exec\("leat-no-such-command", …\) gave no value: ENOENT/,
  ],
  [
    'a command that fails',
    exec(process.execPath, '-e', 'console.log("s3cret"); process.exit(3)'),
    /gave no value: ended with code 3/,
  ],
];

test.each(FAILING)('%s is an error that shows neither arguments nor output', async (_title, reference, message) => {
  const { pipelines } = await testProject(json({ sources: { crm: { baseUrl: 'u', apiKey: reference } } }));
  const failure = await failureOf(pipelines.create('crm'));
  expect(failure).toMatchObject({ code: 'LEAT_CONFIG_REFERENCE', message: expect.stringMatching(message) });
  expect(String(failure)).not.toContain('s3cret');
});

test('refused and misspelt options of source and destination are told together, with their places', async () => {
  const files = json({
    destination: 'store',
    sources: { crm: { baseUrl: 7, apiKey: 'k', rtae: 1 } },
    destinations: { store: { url: true } },
  });
  const failure = await failureOf((await testProject(files)).pipelines.create('crm'));
  expect(failure).toMatchObject({ code: 'LEAT_OPTIONS_INVALID' });
  expect(String(failure)).toContain('sources.crm.rtae: no such option (did you mean "rate"?) [leat.config.json]');
  expect(String(failure)).toContain('sources.crm.baseUrl: expected text [leat.config.json]');
  expect(String(failure)).toContain('destinations.store.url: expected secret [leat.config.json]');
});

const UNCLEAR: readonly (readonly [config: LeatConfig, name: string | undefined, code: string, message: RegExp])[] = [
  [{}, undefined, 'LEAT_PIPELINE_UNNAMED', /has no pipeline/],
  [{ pipelines: { a: {}, b: {} } }, undefined, 'LEAT_PIPELINE_UNNAMED', /several pipelines: a, b/],
  [{ pipelines: { keeper: {} } }, 'keepr', 'LEAT_PIPELINE_UNKNOWN', /did you mean "keeper"/],
];

test.each(UNCLEAR)('with %j the name %j is refused with %s', async (config, name, code, message) => {
  const failure = await failureOf((await testProject(json(config))).pipelines.create(name));
  expect(failure).toMatchObject({ code, message: expect.stringMatching(message) });
});

test('reading a dataset asks for nothing of the source, and opens a DuckDB file without changing it', async () => {
  const files = json({ pipelines: { sales: { source: 'crm' } }, destinations: { duckdb: { path: 'own.duckdb' } } });
  const { pipelines, defined } = await testProject(files);
  const reader = await pipelines.reader('sales', { dataset: 'other' });
  expect(reader).toMatchObject({ name: 'sales', dataset: 'other' });
  expect(defined[0]?.destination.options).toEqual({ path: 'own.duckdb', accessMode: 'read-only', temporal: 'text' });
  await expect(pipelines.create('sales')).rejects.toMatchObject({ code: 'LEAT_CONFIG_MISSING' });
});

test('what the configuration says about reading wins over the defaults', async () => {
  const files = json({ pipelines: { sales: {} }, destinations: { duckdb: { accessMode: 'read-write' } } });
  const { pipelines, defined } = await testProject(files);
  await pipelines.reader();
  expect(defined[0]?.destination.options).toMatchObject({ path: 'sales.duckdb', accessMode: 'read-write' });
});

test('the values a destination lacks are asked for when it is read, too', async () => {
  const { pipelines } = await testProject(json({ destination: 'store', pipelines: { sales: {} } }));
  await expect(pipelines.reader()).rejects.toMatchObject({
    code: 'LEAT_CONFIG_MISSING',
    missing: [{ path: ['destinations', 'store', 'url'] }],
  });
});
