import { revealSecret } from '@leat/core';
import { expect, test } from 'vitest';
import { env, type LeatConfig } from '../src/index.ts';
import { testProject } from './test-project.ts';

const SOURCES = { crm: { baseUrl: 'u', apiKey: 'k' } };

function json(config: LeatConfig): Readonly<Record<string, string>> {
  return { 'leat.config.json': JSON.stringify({ sources: SOURCES, ...config }) };
}

test('what a pipeline says about loading wins over the project, entry by entry', async () => {
  const { pipelines, defined } = await testProject(
    json({
      contract: 'freeze',
      naming: 'direct',
      detectors: ['iso-date'],
      limits: { maxDepth: 5, inferenceRows: 7 },
      policies: { paths: { 'deals.email': 'hash', 'deals.iban': 'drop' }, classes: { personal: 'redact' } },
      pipelines: {
        crm: {
          contract: { columns: 'discard-value' },
          naming: 'sql_cs',
          detectors: [],
          keepLoadedFiles: true,
          limits: { maxDepth: 6 },
          policies: { paths: { 'deals.email': 'keep' }, classes: { secret: 'drop' } },
        },
      },
    }),
  );
  await pipelines.create('crm');
  expect(defined.at(-1)).toMatchObject({
    contract: { tables: 'freeze', columns: 'discard-value', dataType: 'freeze' },
    naming: 'sql_cs',
    detectors: [],
    keepLoadedFiles: true,
    limits: { maxDepth: 6, inferenceRows: 7 },
    policies: {
      paths: { 'deals.email': 'keep', 'deals.iban': 'drop' },
      classes: { personal: 'redact', secret: 'drop' },
    },
  });
});

test('where nothing is said nothing is passed on, so that the defaults of core count', async () => {
  const { pipelines, defined } = await testProject(json({}));
  await pipelines.create('crm');
  for (const key of ['contract', 'naming', 'detectors', 'keepLoadedFiles', 'policies'])
    expect(defined.at(-1)).not.toHaveProperty(key);
});

test('variables set how rows are loaded, for the project and for one pipeline', async () => {
  const { pipelines, defined } = await testProject(json({ pipelines: { crm: {} } }), {
    LEAT__CONTRACT: 'discard-row',
    LEAT__PIPELINES__CRM__CONTRACT__DATA_TYPE: 'freeze',
    LEAT__DETECTORS: 'iso-date, unix-timestamp',
    LEAT__KEEP_LOADED_FILES: 'true',
    LEAT__PIPELINES__CRM__NAMING: 'dlt',
    LEAT__LIMITS__MAX_DEPTH: '9',
    LEAT__POLICIES__CLASSES__PERSONAL: 'hmac',
    LEAT__POLICIES__HMAC_KEY: 'sixteen characters',
  });
  await pipelines.create('crm');
  expect(defined.at(-1)).toMatchObject({
    contract: { tables: 'discard-row', columns: 'discard-row', dataType: 'freeze' },
    detectors: ['iso-date', 'unix-timestamp'],
    keepLoadedFiles: true,
    naming: 'dlt',
    limits: { maxDepth: 9 },
    policies: { classes: { personal: 'hmac' } },
  });
});

test('keys of policies are secrets wherever they are written, and are looked up only to load', async () => {
  const config = json({
    policies: { hmacKey: env('HMAC_KEY'), encryptionKey: { id: 'k1', key: env('NOT_SET') } },
    pipelines: { crm: { policies: { encryptionKey: { id: 'k2', key: 'written down' } } } },
  });
  const { pipelines, defined } = await testProject(config, { HMAC_KEY: 'from the environment' });
  await pipelines.create('crm');
  const policies = defined.at(-1)?.policies;
  expect(JSON.stringify(policies)).not.toMatch(/environment|written/);
  expect(revealSecret(policies?.hmacKey ?? '')).toBe('from the environment');
  expect(policies?.encryptionKey?.id).toBe('k2');
  expect(revealSecret(policies?.encryptionKey?.key ?? '')).toBe('written down');
  const unset = await testProject(config);
  await expect(unset.pipelines.reader('crm')).resolves.toMatchObject({ name: 'crm' });
  await expect(unset.pipelines.create('crm')).rejects.toMatchObject({
    code: 'LEAT_CONFIG_MISSING',
    missing: [
      {
        path: ['policies', 'hmacKey'],
        places: expect.arrayContaining(['environment variable HMAC_KEY (for env("HMAC_KEY"))']),
      },
    ],
  });
});

test('half an encryption key is a missing value', async () => {
  const { pipelines } = await testProject(json({}), { LEAT__POLICIES__ENCRYPTION_KEY__ID: 'k1' });
  await expect(pipelines.create('crm')).rejects.toMatchObject({
    code: 'LEAT_CONFIG_MISSING',
    missing: [{ path: ['policies', 'encryptionKey', 'key'] }],
  });
});

const WRONG: readonly (readonly [config: object, problem: string])[] = [
  [
    { contract: 'frezee' },
    '"contract" must be one of evolve, freeze, discard-row, discard-value (did you mean "freeze"?)',
  ],
  [{ contract: { colums: 'freeze' } }, '"contract.colums" is no key of the configuration (did you mean "columns"?)'],
  [{ contract: { columns: true } }, '"contract.columns" must be one of'],
  [{ naming: 'snake-case' }, '(did you mean "snake_case"?)'],
  [{ detectors: 'iso-date' }, '"detectors" must be a list'],
  [{ detectors: ['iso-dat'] }, '(did you mean "iso-date"?)'],
  [{ keepLoadedFiles: 'yes' }, '"keepLoadedFiles" must be true or false'],
  [{ policies: { paths: { email: 'drop' } } }, '"policies.paths.email" must be a path: the resource, then keys'],
  [{ policies: { paths: { 'users.email': 'mask' } } }, '"policies.paths."users.email"" must be one of keep, drop'],
  [{ policies: { classes: { privat: 'drop' } } }, '"policies.classes.privat" is no key of the configuration'],
  [{ policies: { hmacKey: 7 } }, '"policies.hmacKey" must be a text'],
  [{ policies: { encryptionKey: { id: 'a', key: 'b', more: 1 } } }, '"policies.encryptionKey.more" is no key'],
  [{ policies: { hmac: 'x' } }, '"policies.hmac" is no key of the configuration'],
  [{ pipelines: { crm: { contract: { tables: 'maybe' } } } }, '"pipelines.crm.contract.tables" must be one of'],
  [{ naming: env('NAMING') }, 'references are for options of sources and destinations, and for keys of policies'],
];

test.each(WRONG)('%j is refused', async (config, problem) => {
  await expect(testProject(json(config))).rejects.toMatchObject({
    code: 'LEAT_CONFIG_INVALID',
    message: expect.stringContaining(problem),
  });
});

test('the path of a policy cannot be set by a variable, which cannot spell every path', async () => {
  await expect(testProject(json({}), { LEAT__POLICIES__PATHS__DEALS__EMAIL: 'drop' })).rejects.toMatchObject({
    code: 'LEAT_CONFIG_INVALID',
    message: expect.stringContaining('must stand in a file'),
  });
});

test('TOML may write the path of a policy with dots or as tables', async () => {
  const { pipelines, defined } = await testProject({
    'leat.config.toml':
      '[sources.crm]\nbaseUrl = "u"\napiKey = "k"\n[policies.paths]\ndeals.email = "drop"\n"deals.iban" = "hash"\n',
  });
  await pipelines.create('crm');
  expect(defined.at(-1)?.policies?.paths).toEqual({ 'deals.email': 'drop', 'deals.iban': 'hash' });
});
