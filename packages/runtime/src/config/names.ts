/** First part of every environment variable that sets a value of the configuration. */
export const VARIABLE_PREFIX = 'LEAT__';

/** Writes a key as a part of an environment variable: `apiKey`, `api_key` and `api-key` all give `API_KEY`. */
export function upperSnake(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

/** Reads a part of an environment variable as the name of an option: `API_KEY` gives `apiKey`. */
export function camelCase(part: string): string {
  return part.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Names the environment variable that sets the value at a path: `LEAT__SOURCES__KEEPER__API_KEY`. */
export function variableOf(path: readonly string[]): string {
  return VARIABLE_PREFIX + path.map((part) => upperSnake(part)).join('__');
}

/** Finds the key a part of an environment variable means among known ones. */
export function matchKey(part: string, known: Iterable<string>): string | undefined {
  const wanted = upperSnake(part);
  for (const key of known) if (upperSnake(key) === wanted) return key;
  return undefined;
}
