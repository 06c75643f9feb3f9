import { didYouMean } from '../suggest.ts';
import type { ProjectLocation } from './config-file.ts';
import { fitOptions, issuePath, valueAt, type OptionValue } from './fit-options.ts';
import type { MissingValue } from './missing-values-error.ts';
import { matchKey } from './names.ts';
import { optionNames, type OptionsIssue, type OptionsSchema } from './options-schema.ts';
import { placesOf, placesOfReference } from './places.ts';
import type { Redactor } from './redactor.ts';
import { isReference, type Reference } from './references.ts';
import { resolveReference } from './resolve-reference.ts';
import { formatPath, type Setting, type Settings } from './settings.ts';
import type { VariablePlace } from './variables.ts';

/** What options are resolved with: the places of values, and who must know the secrets. */
export interface ResolutionContext {
  readonly location: ProjectLocation;
  readonly variables: readonly VariablePlace[];
  readonly redactor: Redactor;
}

/** Options of one plugin, ready for its schema, and everything that is wrong with them. */
export interface ResolvedOptions {
  readonly options: object;
  readonly missing: readonly MissingValue[];
  readonly invalid: readonly string[];
  /** Paths of the values the plugin took as secrets. */
  readonly secretPaths: readonly (readonly string[])[];
}

/** The key of an options section that names its plugin and is no option. */
export const PLUGIN_KEY = 'plugin';

/** Options of a section, such as `['sources', 'keeper']`, without the key that names the plugin. */
export function optionSettings(settings: Settings, section: readonly string[]): readonly Setting[] {
  return settings
    .below(section)
    .filter(({ path }) => path.length > section.length && path[section.length] !== PLUGIN_KEY);
}

/** Looks up references, finds the form each value must have, and names what is missing, unknown or refused. */
export async function resolveOptions(
  schema: OptionsSchema,
  section: readonly string[],
  settings: Settings,
  context: ResolutionContext,
): Promise<ResolvedOptions> {
  const { found, unset, unknown } = await collect(schema, section, settings, context);
  const fitted = await fitOptions(schema, found);
  const asksFor = (issue: OptionsIssue): boolean =>
    issuePath(issue).length > 0 && valueAt(fitted.input, issuePath(issue)) === undefined;
  const wanted = new Map(
    fitted.issues.filter(asksFor).map((issue) => [formatPath(issuePath(issue)), issuePath(issue)]),
  );
  const refused = fitted.issues.filter((issue) => !asksFor(issue));
  remember(found, fitted.secrets, fitted.issues.length > 0, context.redactor);
  return {
    options: fitted.input,
    missing: [...new Map([...wanted, ...[...unset].map(([shown, { path }]) => [shown, path] as const)])].map(
      ([shown, path]) => ({
        path: [...section, ...path],
        places: [
          ...placesOf([...section, ...path], context.location, context.variables),
          ...placesOfReference(unset.get(shown)?.reference, context.variables),
        ],
      }),
    ),
    invalid: [...unknown, ...refused.map((issue) => describeIssue(issue, section, found))],
    secretPaths: found.flatMap(({ setting }, index) => (fitted.secrets.has(index) ? [setting.path] : [])),
  };
}

interface FoundOption extends OptionValue {
  readonly setting: Setting;
}

interface Collected {
  readonly found: readonly FoundOption[];
  /** References to variables that are set nowhere, by the path of the option. */
  readonly unset: ReadonlyMap<string, { readonly path: readonly string[]; readonly reference: Reference }>;
  readonly unknown: readonly string[];
}

async function collect(
  schema: OptionsSchema,
  section: readonly string[],
  settings: Settings,
  { location, variables }: ResolutionContext,
): Promise<Collected> {
  const known = optionNames(schema);
  const found: FoundOption[] = [];
  const unset = new Map<string, { readonly path: readonly string[]; readonly reference: Reference }>();
  const unknown: string[] = [];
  for (const setting of optionSettings(settings, section)) {
    const path = spell(setting, section.length, known);
    const { value } = setting;
    if (known !== undefined && !known.includes(path[0] ?? '')) {
      unknown.push(
        `${formatPath(setting.path)}: no such option${didYouMean(path[0] ?? '', known)} [${setting.origin.place}]`,
      );
    } else if (isReference(value)) {
      // oxlint-disable-next-line no-await-in-loop -- commands may ask the user something: one after the other
      const text = await resolveReference(value, location.folder, variables);
      if (text === undefined) unset.set(formatPath(path), { path, reference: value });
      else found.push({ path, value: text, confidential: true, textOnly: true, setting });
    } else {
      const { layer } = setting.origin;
      found.push({
        path,
        value,
        confidential: layer !== 'config' && layer !== 'default',
        textOnly: TEXT_LAYERS.has(layer),
        setting,
      });
    }
  }
  return { found, unset, unknown };
}

const TEXT_LAYERS: ReadonlySet<string> = new Set(['environment', '.env', '.env.local', 'flag']);

/** Path inside the options; a variable's key takes the spelling of the schema where that is known: `baseURL`. */
function spell(setting: Setting, depth: number, known: readonly string[] | undefined): readonly string[] {
  const [first = '', ...rest] = setting.path.slice(depth);
  const spelling = TEXT_LAYERS.has(setting.origin.layer) && known !== undefined ? matchKey(first, known) : undefined;
  return [spelling ?? first, ...rest];
}

/** Names of options that hold secrets; `privateKeyPath` and `tokenUrl` name places. */
export const SECRET_NAME: RegExp = /(?:pass(?:word|phrase)?|secret|token|key|credentials?)$/i;

/** Tells the redactor what must never be printed: what the plugin took as a secret, and what looks like one. */
function remember(
  found: readonly FoundOption[],
  secrets: ReadonlySet<number>,
  failed: boolean,
  redactor: Redactor,
): void {
  for (const [index, { path, value, confidential }] of found.entries()) {
    if (typeof value !== 'string') continue;
    const looksSecret = SECRET_NAME.test(path.at(-1) ?? '');
    // After a failure nobody knows which of the confidential texts are secrets: hide them all.
    if (secrets.has(index) || looksSecret || (failed && confidential)) redactor.add(value);
    const password = /:\/\/[^\s:/?#@]*:([^\s/?#]*)@/.exec(value)?.[1];
    if (password !== undefined) redactor.add(password);
  }
}

function describeIssue(issue: OptionsIssue, section: readonly string[], found: readonly FoundOption[]): string {
  const path = issuePath(issue);
  const origin = found.find((option) => option.path.every((part, index) => path[index] === part))?.setting.origin;
  return `${formatPath([...section, ...path])}: ${issue.message}${origin === undefined ? '' : ` [${origin.place}]`}`;
}
