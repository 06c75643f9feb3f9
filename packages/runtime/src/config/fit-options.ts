import { Secret } from '@leat/core';
import type { OptionsIssue, OptionsSchema } from './options-schema.ts';
import { toObject } from './settings.ts';

/** One option before it is known what the plugin takes. */
export interface OptionValue {
  /** Path inside the options. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** A text that may be a secret: it came from the environment, a secrets file or a reference. */
  readonly confidential: boolean;
  /** A text that may stand for a number, boolean or list: it came from a place that only knows text. */
  readonly textOnly: boolean;
}

/** Options in the form a plugin's schema takes, or what it refuses. */
export interface FittedOptions {
  readonly input: object;
  readonly issues: readonly OptionsIssue[];
  /** Indexes of the values that the plugin took as secrets. */
  readonly secrets: ReadonlySet<number>;
}

/**
 * Finds the form of each value that a plugin's schema takes: a confidential text first as `Secret`, then as text, then as
 * the JSON it may be. A plugin thereby decides which options are secret, and one that knows nothing of `Secret` still works.
 */
export async function fitOptions(schema: OptionsSchema, values: readonly OptionValue[]): Promise<FittedOptions> {
  const forms = values.map((value) => formsOf(value));
  const chosen = values.map(() => 0);
  for (;;) {
    const current = values.map(({ path }, index) => ({ path, value: forms[index]?.[chosen[index] ?? 0] }));
    const input = toObject(current, 0);
    // oxlint-disable-next-line no-await-in-loop -- each attempt follows from the issues of the one before
    const result = await schema['~standard'].validate(input);
    const canChange = (index: number): boolean => (chosen[index] ?? 0) + 1 < (forms[index]?.length ?? 0);
    const next =
      result.issues === undefined ? printedSecrets(current, result.value) : refusedBy(result.issues, values, canChange);
    if (next.length === 0) {
      const secrets = current.flatMap(({ value }, index) => (value instanceof Secret ? [index] : []));
      return { input, issues: result.issues ?? [], secrets: new Set(secrets) };
    }
    for (const index of next) chosen[index] = (chosen[index] ?? 0) + 1;
  }
}

function formsOf({ value, confidential, textOnly }: OptionValue): readonly unknown[] {
  if (typeof value !== 'string') return [value];
  const parsed = textOnly ? parseJson(value) : undefined;
  return [...(confidential ? [new Secret(value)] : []), value, ...(parsed === undefined ? [] : [parsed])];
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? undefined : value;
  } catch {
    // Not JSON, then: the text itself is the only reading.
    return undefined;
  }
}

/** Indexes of the values the issues are about, as far as they have another form; an issue about a section is about all in it. */
function refusedBy(
  issues: readonly OptionsIssue[],
  values: readonly OptionValue[],
  canChange: (index: number) => boolean,
): readonly number[] {
  const paths = issues.map((issue) => issuePath(issue));
  const candidates = values.map(({ path }, index) => ({ path, index })).filter(({ index }) => canChange(index));
  const exact = candidates.filter(({ path }) => paths.some((issue) => isBelow(issue, path)));
  const found = exact.length > 0 ? exact : candidates.filter(({ path }) => paths.some((issue) => isBelow(path, issue)));
  return found.map(({ index }) => index);
}

function isBelow(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((part, index) => path[index] === part);
}

/** A schema that coerces everything to text prints a secret as `***`; such an option wants the text itself. */
function printedSecrets(
  values: readonly { readonly path: readonly string[]; readonly value: unknown }[],
  output: unknown,
): readonly number[] {
  return values.flatMap(({ path, value }, index) =>
    value instanceof Secret && valueAt(output, path) === String(value) ? [index] : [],
  );
}

/** The path of an issue as texts; a Standard Schema may wrap its parts in objects. */
export function issuePath(issue: OptionsIssue): readonly string[] {
  return (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
}

/** What stands at a path inside nested objects, or undefined. */
export function valueAt(object: unknown, path: readonly string[]): unknown {
  let value = object;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}
