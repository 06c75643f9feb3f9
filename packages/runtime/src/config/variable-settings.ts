import { camelCase, matchKey, VARIABLE_PREFIX } from './names.ts';
import {
  CONTRACT_KEYS,
  DATA_CLASSES,
  ENCRYPTION_KEY_KEYS,
  LIMIT_KEYS,
  loadingPath,
  PIPELINE_KEYS,
  POLICY_KEYS,
  TOP_KEYS,
} from './config-keys.ts';
import type { Setting, Settings } from './settings.ts';
import type { VariablePlace } from './variables.ts';

/**
 * Reads `LEAT__SOURCES__KEEPER__API_KEY` and its like as settings.
 *
 * Keys that the layers below know keep their spelling (`API_KEY` → `api_key` where the file says so); an option nobody
 * mentioned becomes camelCase, and the name of a section lower case.
 */
export function settingsFromVariables(place: VariablePlace, below: Settings): readonly Setting[] {
  return Object.entries(place.values).flatMap(([name, value]): readonly Setting[] => {
    if (!name.startsWith(VARIABLE_PREFIX) || value === undefined || value === '') return [];
    const path = pathOf(name.slice(VARIABLE_PREFIX.length).split('__'), below);
    const where = place.layer === 'environment' ? 'environment variable' : `${place.layer}:`;
    return [{ path, value: valueOf(path, value), origin: { layer: place.layer, place: `${where} ${name}` } }];
  });
}

function pathOf(parts: readonly string[], below: Settings): readonly string[] {
  const path: string[] = [];
  for (const part of parts) {
    const isName = path.length === 1 && NAMED_SECTIONS.has(path[0] ?? '');
    path.push(
      matchKey(part, [...fixedKeys(path), ...below.keys(path)]) ?? (isName ? part.toLowerCase() : camelCase(part)),
    );
  }
  return path;
}

const NAMED_SECTIONS: ReadonlySet<string> = new Set(['sources', 'destinations', 'pipelines']);

function fixedKeys(path: readonly string[]): readonly string[] {
  if (path.length === 0) return TOP_KEYS;
  if (path.length === 2 && path[0] === 'pipelines') return PIPELINE_KEYS;
  return KEYS_BELOW.get((loadingPath(path) ?? []).join('.')) ?? [];
}

/** Keys of the sections that decide how rows become tables, by their path. */
const KEYS_BELOW: ReadonlyMap<string, readonly string[]> = new Map([
  ['limits', LIMIT_KEYS],
  ['contract', CONTRACT_KEYS],
  ['policies', POLICY_KEYS],
  ['policies.classes', DATA_CLASSES],
  ['policies.encryptionKey', ENCRYPTION_KEY_KEYS],
]);

/** A variable is text; the framework's own lists and numbers are read here, options of plugins where their schema is known. */
function valueOf(path: readonly string[], text: string): unknown {
  if (path[0] === 'pipelines' && path.length === 3 && path[2] === 'resources') return listOf(text);
  switch (loadingPath(path)?.[0]) {
    case 'detectors':
      return listOf(text);
    case 'limits':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'keepLoadedFiles':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((name) => name.trim());
}
