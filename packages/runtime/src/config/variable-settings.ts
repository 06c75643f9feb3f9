import { camelCase, matchKey, VARIABLE_PREFIX } from './names.ts';
import { LIMIT_KEYS, PIPELINE_KEYS, TOP_KEYS } from './config-keys.ts';
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
  if (path.at(-1) === 'limits' && (path.length === 1 || path[0] === 'pipelines')) return LIMIT_KEYS;
  return path.length === 2 && path[0] === 'pipelines' ? PIPELINE_KEYS : [];
}

/** A variable is text; the framework's own lists and numbers are read here, options of plugins where their schema is known. */
function valueOf(path: readonly string[], text: string): unknown {
  if (path[0] === 'pipelines' && path.length === 3 && path[2] === 'resources')
    return text.split(',').map((name) => name.trim());
  const isLimit = path.at(-2) === 'limits' && (path.length === 2 || path[0] === 'pipelines');
  return isLimit && /^\d+$/.test(text) ? Number(text) : text;
}
