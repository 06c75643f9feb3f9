import { expect, test } from 'vitest';
import { openProject, resolve, SETTINGS } from '../src/index.ts';
import { projectFolder } from './project-folder.ts';

const NAME = 'LEAT__SOURCES__KEEPER__API_KEY';
const PATH = ['sources', 'keeper', 'apiKey'];

interface Layer {
  readonly layer: string;
  readonly place: string;
  readonly file?: string;
  readonly text?: string;
}

/** Lowest first: each row adds one layer to those above it, and must win. */
const LAYERS: readonly Layer[] = [
  {
    layer: 'config',
    place: 'leat.config.json',
    file: 'leat.config.json',
    text: '{"sources":{"keeper":{"apiKey":"config"}}}',
  },
  {
    layer: 'secrets',
    place: '.leat/secrets.toml',
    file: '.leat/secrets.toml',
    text: '[sources.keeper]\napiKey = "secrets"',
  },
  { layer: '.env', place: `.env: ${NAME}`, file: '.env', text: `${NAME}=.env` },
  { layer: '.env.local', place: `.env.local: ${NAME}`, file: '.env.local', text: `${NAME}=".env.local"` },
  { layer: 'environment', place: `environment variable ${NAME}` },
];

test.each(LAYERS.map((layer, index) => [layer.layer, index] as const))(
  '%s wins over everything below it',
  async (layer, index) => {
    const present = LAYERS.slice(0, index + 1);
    const files = Object.fromEntries(
      present.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text ?? '']])),
    );
    const folder = await projectFolder(files);
    const environment = layer === 'environment' ? { [NAME]: 'environment' } : {};
    const { container } = await openProject({ folder, environment });
    expect(resolve(container, SETTINGS).get(PATH)).toEqual({
      path: PATH,
      value: layer,
      origin: { layer, place: LAYERS[index]?.place },
    });
  },
);

test('an empty variable counts as not set', async () => {
  const folder = await projectFolder({ '.env': `${NAME}=from-file` });
  const { container } = await openProject({ folder, environment: { [NAME]: '' } });
  expect(resolve(container, SETTINGS).get(PATH)?.value).toBe('from-file');
});

test('the process environment is not changed by .env', async () => {
  const folder = await projectFolder({ '.env': 'LEAT_TEST_ONLY_HERE=1' });
  await openProject({ folder });
  expect(process.env['LEAT_TEST_ONLY_HERE']).toBeUndefined();
});

const SPELLINGS: readonly (readonly [config: object, variable: string, path: readonly string[]])[] = [
  [{}, 'LEAT__SOURCES__KEEPER__API_KEY', ['sources', 'keeper', 'apiKey']],
  [{}, 'LEAT__SOURCES__KEEPER__TLS__CA_FILE', ['sources', 'keeper', 'tls', 'caFile']],
  [{ sources: { 'keeper-eu': {} } }, 'LEAT__SOURCES__KEEPER_EU__API_KEY', ['sources', 'keeper-eu', 'apiKey']],
  [{ sources: { crm: { api_key: 'x' } } }, 'LEAT__SOURCES__CRM__API_KEY', ['sources', 'crm', 'api_key']],
  [{ sources: { crm: { baseURL: 'x' } } }, 'LEAT__SOURCES__CRM__BASE_URL', ['sources', 'crm', 'baseURL']],
  [{}, 'LEAT__DESTINATION', ['destination']],
  [{}, 'LEAT__WORK_DIR', ['workDir']],
  [{}, 'LEAT__PIPELINES__KEEPER__DATASET', ['pipelines', 'keeper', 'dataset']],
];

test.each(SPELLINGS)('beside %j the variable %s sets %j', async (config, variable, path) => {
  const folder = await projectFolder({ 'leat.config.json': JSON.stringify(config) });
  const { container } = await openProject({ folder, environment: { [variable]: 'text' } });
  expect(resolve(container, SETTINGS).get(path)?.value).toBe('text');
});

test('a variable can set lists and limits of leat itself', async () => {
  const folder = await projectFolder();
  const environment = { LEAT__PIPELINES__KEEPER__RESOURCES: 'records, users', LEAT__LIMITS__MAX_DEPTH: '7' };
  const settings = resolve((await openProject({ folder, environment })).container, SETTINGS);
  expect(settings.get(['pipelines', 'keeper', 'resources'])?.value).toEqual(['records', 'users']);
  expect(settings.get(['limits', 'maxDepth'])?.value).toBe(7);
});

test('an empty section above does not wipe out the values below', async () => {
  const folder = await projectFolder({
    'leat.config.json': '{"sources":{"keeper":{"baseUrl":"u"}}}',
    '.leat/secrets.toml': '[sources.keeper]\n',
  });
  const settings = resolve((await openProject({ folder })).container, SETTINGS);
  expect(settings.get(['sources', 'keeper', 'baseUrl'])?.value).toBe('u');
});

test('a key called __proto__ is a key like another', async () => {
  const folder = await projectFolder({
    'leat.config.json': '{"sources":{"x":{"__proto__":"evil","a":{"__proto__":{"b":1}}}}}',
  });
  const settings = resolve((await openProject({ folder })).container, SETTINGS);
  expect(settings.get(['sources', 'x', '__proto__'])?.value).toBe('evil');
  expect(settings.get(['sources', 'x', 'a', '__proto__', 'b'])?.value).toBe(1);
  expect(Object.prototype).not.toHaveProperty('b');
});
