import { Secret } from '@leat/core';
import { didYouMean } from '../suggest.ts';
import {
  CONTRACT_KEYS,
  CONTRACT_MODES,
  DATA_CLASSES,
  DETECTORS,
  ENCRYPTION_KEY_KEYS,
  LIMIT_KEYS,
  NAMINGS,
  POLICY_ACTIONS,
  POLICY_KEYS,
} from './config-keys.ts';
import { isSection } from './flatten.ts';
import { isReference } from './references.ts';
import { formatPath, type Setting } from './settings.ts';

/**
 * Says what is wrong with a value that decides how rows become tables; undefined where nothing is. `below` is the path from
 * the project or the pipeline down, the key first.
 */
export function problemOfLoading(
  { path, value, origin }: Setting,
  [key, ...below]: readonly string[],
): string | undefined {
  const shown = formatPath(path);
  const isFromVariable = origin.layer !== 'config' && origin.layer !== 'secrets' && origin.layer !== 'default';
  switch (key) {
    case 'limits':
      return problemOfLimit(shown, below, value);
    case 'contract':
      return problemOfContract(shown, below, value);
    case 'policies':
      return problemOfPolicies(shown, below, value, isFromVariable);
    case 'naming':
      return below.length === 0 ? notOneOf(shown, value, NAMINGS) : tooDeep(shown);
    case 'detectors':
      return below.length > 0 ? tooDeep(shown) : problemOfList(shown, value);
    default:
      if (below.length > 0) return tooDeep(shown);
      return typeof value === 'boolean' ? undefined : `"${shown}" must be true or false`;
  }
}

function problemOfLimit(shown: string, [key, ...rest]: readonly string[], value: unknown): string | undefined {
  if (key === undefined) return isSection(value) ? undefined : mustBeSection(shown);
  if (!LIMIT_KEYS.includes(key)) return unknownKey(shown, key, LIMIT_KEYS);
  if (rest.length > 0) return tooDeep(shown);
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
    ? undefined
    : `"${shown}" must be a whole number above zero`;
}

function problemOfContract(shown: string, [key, ...rest]: readonly string[], value: unknown): string | undefined {
  if (key === undefined) return isSection(value) ? undefined : notOneOf(shown, value, CONTRACT_MODES);
  if (!CONTRACT_KEYS.includes(key)) return unknownKey(shown, key, CONTRACT_KEYS);
  return rest.length > 0 ? tooDeep(shown) : notOneOf(shown, value, CONTRACT_MODES);
}

function problemOfPolicies(
  shown: string,
  [key, ...below]: readonly string[],
  value: unknown,
  isFromVariable: boolean,
): string | undefined {
  if (key === undefined || (below.length === 0 && key !== 'hmacKey' && POLICY_KEYS.includes(key)))
    return isSection(value) ? undefined : mustBeSection(shown);
  switch (key) {
    case 'paths':
      // The name of a variable cannot spell every path, and a policy that matches nothing protects nothing.
      if (isFromVariable) return `"${shown}" must stand in a file: a variable cannot spell every path`;
      return below.join('.').includes('.')
        ? notOneOf(shown, value, POLICY_ACTIONS)
        : `"${shown}" must be a path: the resource, then keys, with dots between them`;
    case 'classes':
      if (!DATA_CLASSES.includes(below[0] ?? '')) return unknownKey(shown, below[0] ?? '', DATA_CLASSES);
      return below.length > 1 ? tooDeep(shown) : notOneOf(shown, value, POLICY_ACTIONS);
    case 'hmacKey':
      return below.length > 0 && !isReference(value) ? tooDeep(shown) : problemOfKey(shown, value);
    case 'encryptionKey':
      if (!ENCRYPTION_KEY_KEYS.includes(below[0] ?? '')) return unknownKey(shown, below[0] ?? '', ENCRYPTION_KEY_KEYS);
      if (below.length > 1) return tooDeep(shown);
      if (below[0] === 'key') return problemOfKey(shown, value);
      return typeof value === 'string' && value !== '' ? undefined : `"${shown}" must be a name`;
    default:
      return unknownKey(shown, key, POLICY_KEYS);
  }
}

function problemOfKey(shown: string, value: unknown): string | undefined {
  const isKey = (typeof value === 'string' && value !== '') || value instanceof Secret || isReference(value);
  return isKey ? undefined : `"${shown}" must be a text, better a reference such as env("NAME")`;
}

function problemOfList(shown: string, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `"${shown}" must be a list`;
  const [wrong] = value.flatMap((entry) => notOneOf(shown, entry, DETECTORS) ?? []);
  return wrong;
}

function notOneOf(shown: string, value: unknown, known: readonly string[]): string | undefined {
  if (typeof value === 'string' && known.includes(value)) return undefined;
  const hint = typeof value === 'string' ? didYouMean(value, known) : '';
  return `"${shown}" must be one of ${known.join(', ')}${hint}`;
}

function mustBeSection(shown: string): string {
  return `"${shown}" must be a section`;
}

function tooDeep(shown: string): string {
  return `"${shown}" is one key too deep`;
}

/** Names a key that the configuration does not have. */
export function unknownKey(shown: string, key: string, known: readonly string[]): string {
  return `"${shown}" is no key of the configuration${didYouMean(key, known)}`;
}
