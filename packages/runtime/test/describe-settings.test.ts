import { expect, test } from 'vitest';
import { env, exec, file, Redactor } from '../src/index.ts';
import { testProject } from './test-project.ts';

const CONFIG = {
  destination: 'store',
  pipelines: { sales: { source: 'crm', resources: ['deals'] } },
  sources: {
    crm: { baseUrl: 'https://user:canary-1@crm/?token=canary-2', apiKey: 'canary-3', rate: 5 },
    other: { plugin: 'crm', baseUrl: env('OTHER_URL'), apiKey: file('canary.txt') },
    third: { plugin: 'crm', baseUrl: env('NOT_SET'), apiKey: exec('print', 'canary-4') },
    gone: { password: 'canary-5', pin: 1234, list: ['canary-9'], on: true },
  },
  destinations: { store: { url: 'canary-6' } },
};

test('every value is shown with its origin, and no secret', async () => {
  const environment = { LEAT__SOURCES__CRM__API_KEY: 'canary-7', OTHER_URL: 'https://other' };
  const { pipelines } = await testProject(
    { 'leat.config.json': JSON.stringify(CONFIG), 'canary.txt': 'canary-8' },
    environment,
  );
  const shown = await pipelines.describeSettings();
  expect(JSON.stringify(shown)).not.toMatch(/canary-/);
  const rows = shown.map(({ path, value, origin }) => `${path} = ${value} [${origin}]`);
  expect(rows).toEqual([
    'destination = store [leat.config.json]',
    'pipelines.sales.source = crm [leat.config.json]',
    'pipelines.sales.resources = ["deals"] [leat.config.json]',
    'sources.crm.baseUrl = https://user:***@crm/?token=*** [leat.config.json]',
    'sources.crm.rate = 5 [leat.config.json]',
    'sources.crm.apiKey = *** [environment variable LEAT__SOURCES__CRM__API_KEY]',
    'sources.other.plugin = crm [leat.config.json]',
    'sources.other.baseUrl = https://other [env("OTHER_URL") in leat.config.json, set in the environment]',
    'sources.other.apiKey = *** [file("canary.txt") in leat.config.json, looked up when a pipeline needs it]',
    'sources.third.plugin = crm [leat.config.json]',
    'sources.third.baseUrl =  [env("NOT_SET") in leat.config.json, not set]',
    'sources.third.apiKey = *** [exec("print", …) in leat.config.json, looked up when a pipeline needs it]',
    'sources.gone.password = *** [leat.config.json]',
    'sources.gone.pin = *** [leat.config.json]',
    'sources.gone.list = (1 entries) [leat.config.json]',
    'sources.gone.on = true [leat.config.json]',
    'destinations.store.url = *** [leat.config.json]',
    'workDir = .leat [default]',
    'contract = evolve [default]',
    'naming = snake_case [default]',
    'detectors = ["iso-timestamp"] [default]',
    'keepLoadedFiles = false [default]',
    'pipelines.sales.dataset = sales_data [default]',
  ]);
});

test('secrets that stand in the configuration file as they are, are told apart from those that do not', async () => {
  const { pipelines } = await testProject(
    {
      'leat.config.json': JSON.stringify({
        ...CONFIG,
        policies: { hmacKey: 'canary-key-of-policies', encryptionKey: { id: 'k1', key: env('ENCRYPTION_KEY') } },
      }),
      '.leat/secrets.toml': '[destinations.store]\nurl = "canary-10"\n',
      'canary.txt': '',
    },
    { OTHER_URL: 'https://other' },
  );
  const shown = await pipelines.describeSettings();
  expect(JSON.stringify(shown)).not.toMatch(/canary-/);
  expect(shown.filter(({ literalSecret }) => literalSecret === true).map(({ path }) => path)).toEqual([
    'policies.hmacKey',
    // A password in an address is a secret, whatever the option is called.
    'sources.crm.baseUrl',
    'sources.crm.apiKey',
    'sources.gone.password',
  ]);
  expect(shown).toContainEqual({
    path: 'policies.encryptionKey.key',
    value: '***',
    origin: 'env("ENCRYPTION_KEY") in leat.config.json, not set',
  });
});

test('the redactor hides known secrets in any spelling, longer ones first', () => {
  const redactor = new Redactor();
  redactor.add('abcd');
  redactor.add('abcd/efgh "x"');
  redactor.add('no');
  expect(redactor.redact('abcd/efgh "x" and abcd and abcd%2Fefgh%20%22x%22 and "abcd/efgh \\"x\\"", but no more')).toBe(
    '*** and *** and *** and "***", but no more',
  );
});
