import { Secret } from '@leat/core';
import { fitOptions, type OptionValue } from '../config/fit-options.ts';
import { isSection } from '../config/flatten.ts';
import type { OptionsSchema } from '../config/options-schema.ts';
import { maskUrls } from '../config/redactor.ts';
import { describeReference, isReference, type Reference } from '../config/references.ts';
import { optionSettings, SECRET_NAME } from '../config/resolve-options.ts';
import { isPolicyKey } from '../config/config-keys.ts';
import { formatPath, type Setting } from '../config/settings.ts';
import { findVariable, type VariablePlace } from '../config/variables.ts';
import { isPlugin, kindOf, pluginOf } from '../plugins/plugin-kind.ts';
import { pipelineNames } from './choose-pipeline.ts';
import { DEFAULT_DESTINATION, DEFAULT_WORK_DIR, defaultDataset } from './defaults.ts';
import { loadDestination, loadSource, type ProjectParts } from './resolve-part.ts';

/** One value of the configuration as it may be shown to anyone. */
export interface ShownSetting {
  readonly path: string;
  /** `***` for a secret, and for a text of which nobody can tell whether it is one. */
  readonly value: string;
  readonly origin: string;
  /** True for a secret that stands in the configuration file as it is, for everyone to read who reads the file. */
  readonly literalSecret?: true;
}

const MASK = String(new Secret(''));

/**
 * Lists all values of the configuration with their origins, secrets masked. What is a secret is the plugin's word: an option
 * that takes a `Secret` is one. Where the plugin cannot be asked, every text is masked. Runs no command and reads no file.
 */
export async function describeSettings(context: ProjectParts): Promise<readonly ShownSetting[]> {
  const { settings } = context;
  const own = settings.below().filter(({ path }) => path[0] !== 'sources' && path[0] !== 'destinations');
  const shown = own.map((setting) => showOwn(setting, context));
  for (const kind of ['sources', 'destinations'] as const) {
    for (const name of settings.keys([kind])) {
      // oxlint-disable-next-line no-await-in-loop -- a handful of local modules; order matters more than speed
      shown.push(...(await describeSection([kind, name], context)));
    }
  }
  return [...shown, ...defaultsOf(context)];
}

async function describeSection(
  section: readonly [kind: 'sources' | 'destinations', name: string],
  context: ProjectParts,
): Promise<readonly ShownSetting[]> {
  const all = context.settings.below(section);
  const settings = optionSettings(context.settings, section);
  const values = settings.map((setting) => look(setting, section.length, context));
  const schema = await schemaOf(section, context);
  const secrets = schema === undefined ? undefined : (await fitOptions(schema, values)).secrets;
  const shown = settings.map((setting, index): ShownSetting => {
    const origin = isReference(setting.value) ? originOfReference(setting, context) : setting.origin.place;
    const value = values[index]?.value;
    // A list may hold anything, and no schema says which of its entries are secrets.
    if (Array.isArray(value)) return show(setting, `(${value.length} entries)`, origin);
    const hidden = secrets === undefined ? typeof value !== 'boolean' : secrets.has(index);
    const isSecret = secrets === undefined ? SECRET_NAME.test(setting.path.at(-1) ?? '') : hidden;
    return {
      ...show(setting, hidden && value !== '' ? new Secret('') : value, origin),
      ...(isLiteralSecret(setting, isSecret) ? { literalSecret: true } : {}),
    };
  });
  const rest = all
    .filter((setting) => !settings.includes(setting))
    .map((setting) => show(setting, setting.value, setting.origin.place));
  return [...rest, ...shown];
}

/** The text of an option as far as it can be known without side effects; anything may be a secret. */
function look({ path, value, origin }: Setting, depth: number, { variables }: ProjectParts): OptionValue {
  const known = isReference(value) ? textOfReference(value, variables) : value;
  return {
    path: path.slice(depth),
    value: known,
    confidential: true,
    textOnly: origin.layer !== 'config' && origin.layer !== 'secrets',
  };
}

function textOfReference(reference: Reference, variables: readonly VariablePlace[]): string {
  if (!('$env' in reference)) return describeReference(reference);
  return findVariable(variables, reference.$env)?.value ?? reference.fallback ?? '';
}

async function schemaOf(
  [kind, name]: readonly [kind: 'sources' | 'destinations', name: string],
  context: ProjectParts,
): Promise<OptionsSchema | undefined> {
  try {
    const part = { ...context, pipeline: name, purpose: 'read' } as const;
    const plugin = kind === 'sources' ? await loadSource(name, part) : await loadDestination(name, part);
    return isPlugin(plugin) ? plugin.options : undefined;
  } catch {
    // A plugin that is not installed is no error here: the configuration can be shown without it, texts masked.
    return undefined;
  }
}

function originOfReference({ value, origin }: Setting, { variables }: ProjectParts): string {
  if (!isReference(value)) return origin.place;
  const reference = `${describeReference(value)} in ${origin.place}`;
  if (!('$env' in value)) return `${reference}, looked up when a pipeline needs it`;
  const found = findVariable(variables, value.$env);
  if (found !== undefined)
    return `${reference}, set in ${found.layer === 'environment' ? 'the environment' : found.layer}`;
  return value.fallback === undefined ? `${reference}, not set` : `${reference}, its fallback`;
}

/** A value of leat's own; the keys of policies are the only secrets among them. */
function showOwn(setting: Setting, context: ProjectParts): ShownSetting {
  const { path, value, origin } = setting;
  if (!isPolicyKey(path)) return show(setting, value, origin.place);
  return {
    ...show(setting, new Secret(''), isReference(value) ? originOfReference(setting, context) : origin.place),
    ...(isLiteralSecret(setting, true) ? { literalSecret: true } : {}),
  };
}

/** A secret that is written out in the configuration file. The address of a server is none, unless a password stands in it. */
function isLiteralSecret({ value, origin }: Setting, isSecret: boolean): boolean {
  if (origin.layer !== 'config' || typeof value !== 'string' || value === '') return false;
  if (maskUrls(value) !== value) return true;
  return isSecret && !/^[a-z][a-z0-9+.-]*:\/\//i.test(value);
}

function show({ path }: Setting, value: unknown, origin: string): ShownSetting {
  return { path: formatPath(path), value: format(value), origin };
}

function format(value: unknown): string {
  if (value instanceof Secret) return MASK;
  const kind = kindOf(value);
  if (kind !== undefined) {
    const plugin = pluginOf(value);
    const name = plugin !== undefined && 'name' in plugin ? String(plugin.name) : '';
    return `${kind} ${name}, made in code`.replace(' ,', ',');
  }
  if (isReference(value)) return describeReference(value);
  if (isSection(value)) return '(no options)';
  return maskUrls(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
}

function defaultsOf({ settings }: ProjectParts): readonly ShownSetting[] {
  const defaults: (readonly [path: readonly string[], value: string])[] = [
    [['destination'], DEFAULT_DESTINATION],
    [['workDir'], DEFAULT_WORK_DIR],
    ...LOADING_DEFAULTS,
    ...pipelineNames(settings).map((name) => [['pipelines', name, 'dataset'], defaultDataset(name)] as const),
  ];
  return defaults
    .filter(([path]) => settings.below(path).length === 0)
    .map(([path, value]) => ({ path: formatPath(path), value, origin: 'default' }));
}

/** What core does where nothing is said; shown, not passed on. */
const LOADING_DEFAULTS: readonly (readonly [path: readonly string[], value: string])[] = [
  [['contract'], 'evolve'],
  [['naming'], 'snake_case'],
  [['detectors'], '["iso-timestamp"]'],
  [['keepLoadedFiles'], 'false'],
];
