import { SchemaError } from '../../errors/leat-error.ts';
import { directRule } from './direct.ts';
import { shorten, type CutStyle } from './shorten.ts';
import { dltRule, snakeCaseRule } from './snake-case.ts';
import { sqlRule } from './sql-names.ts';

/**
 * Turns the keys of a source into identifiers of a destination. Pure: the same key always gives the same identifier.
 */
export interface NamingConvention {
  readonly name: NamingName;
  /** Stands between the parts of a path. */
  readonly separator: string;
  /** No identifier has more bytes of UTF-8. */
  readonly maxBytes: number;
  /** The identifier of one key. Never empty, whatever the key. */
  identifier(sourceName: string): string;
  /**
   * The identifier of the keys that lead to a value, or to a child table. Keys that contain the separator are paths
   * themselves.
   */
  path(parts: readonly string[]): string;
}

/** Names of the conventions; `dlt` is dlt's `snake_case` to the letter. */
export type NamingName = 'snake_case' | 'direct' | 'sql_ci' | 'sql_cs' | 'dlt';

/** The part of a destination's capabilities that names depend on. */
export interface IdentifierLimits {
  readonly maxBytes: number;
  /** Whether letters outside ASCII can stay. */
  readonly unicode: boolean;
  /** Whether names that differ in case only are different names; conventions leave that to `IdentifierRegistry`. */
  readonly caseSensitive: boolean;
}

/** What makes one convention differ from another. */
export interface NamingRule {
  readonly separator: string;
  readonly cut: CutStyle;
  /** Cleans a key that has no blanks around it and is not empty. The result may be empty and of any length. */
  clean(key: string): string;
}

const RULES: ReadonlyMap<string, (unicode: boolean) => NamingRule> = new Map<
  NamingName,
  (unicode: boolean) => NamingRule
>([
  ['snake_case', snakeCaseRule],
  ['direct', directRule],
  ['sql_ci', () => sqlRule('lower')],
  ['sql_cs', () => sqlRule('keep')],
  ['dlt', dltRule],
]);

/** A tag of 6 and a suffix of 8 characters must leave room for a name. */
const LEAST_BYTES = 20;

/** What a key without a visible character is called, as in dlt. */
const EMPTY_NAME = '_empty';

/** What a key is called of which a convention leaves nothing. */
const UNNAMEABLE = 'x';

const WHITE_SPACE = /\p{White_Space}/u;

/**
 * Builds the naming convention `name` for a destination's limits.
 *
 * Throws `SchemaError`: LEAT_NAMING_UNKNOWN for another name, LEAT_NAMING_LIMIT for limits under 20 bytes.
 */
export function createNaming(name: NamingName, limits: IdentifierLimits): NamingConvention {
  const rule = RULES.get(name)?.(limits.unicode);
  if (rule === undefined) throw unknownNaming(name);
  const { maxBytes } = limits;
  if (!(maxBytes >= LEAST_BYTES)) throw limitTooLow(maxBytes);
  const { separator, cut } = rule;

  const identifier = (sourceName: string): string => {
    const key = strip(sourceName);
    if (key === '') return EMPTY_NAME;
    const cleaned = rule.clean(key);
    return shorten(cleaned === '' ? UNNAMEABLE : cleaned, key, maxBytes, cut);
  };
  const keyPath = (key: string): string => {
    if (!key.includes(separator)) return identifier(key);
    const parts = key.split(separator).filter((part) => strip(part) !== '');
    if (parts.length === 0) return identifier(key);
    return shorten(parts.map(identifier).join(separator), key, maxBytes, cut);
  };
  const path = (parts: readonly string[]): string => {
    if (parts.length === 0) return EMPTY_NAME;
    const joined = parts.map(keyPath).join(separator);
    return shorten(joined, joined, maxBytes, cut);
  };
  return { name, separator, maxBytes, identifier, path };
}

function strip(text: string): string {
  // Loops, since a pattern that ends in `+$` takes quadratic time on runs of blanks in the middle.
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}

/** Blanks as Python's `strip` knows them: `trim` takes U+FEFF too and leaves the separators U+001C to U+001F. */
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x1c && code <= 0x20) || WHITE_SPACE.test(text.charAt(at));
}

function unknownNaming(name: string): SchemaError {
  return new SchemaError(`There is no naming convention called "${name}".`, {
    code: 'LEAT_NAMING_UNKNOWN',
    recoverability: 'terminal',
    remedy: `Use one of: ${[...RULES.keys()].join(', ')}.`,
    details: { naming: name },
  });
}

function limitTooLow(maxBytes: number): SchemaError {
  return new SchemaError(`Identifiers of at most ${maxBytes} bytes are too short to tell names apart.`, {
    code: 'LEAT_NAMING_LIMIT',
    recoverability: 'terminal',
    remedy: `Have the destination declare identifiers of ${LEAST_BYTES} bytes or more in its capabilities.`,
    details: { maxBytes },
  });
}
