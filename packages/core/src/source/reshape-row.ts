/** Builds a row key by key; a key called `__proto__` is a key like another. */
function set(row: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(row, key, { value, enumerable: true, configurable: true, writable: true });
  else row[key] = value;
}

function* entriesOf(row: object): Iterable<readonly [string, unknown]> {
  if (row instanceof Map) for (const [key, value] of row) yield [String(key), value];
  else yield* Object.entries(row);
}

/** The row with these keys only, in the row's order. */
export function rowWithKeys(row: object, keys: readonly string[]): object {
  const reshaped: Record<string, unknown> = {};
  for (const [key, value] of entriesOf(row)) if (keys.includes(key)) set(reshaped, key, value);
  return reshaped;
}

/** The row without these keys. */
export function rowWithoutKeys(row: object, keys: readonly string[]): object {
  const reshaped: Record<string, unknown> = {};
  for (const [key, value] of entriesOf(row)) if (!keys.includes(key)) set(reshaped, key, value);
  return reshaped;
}

/** The row with some keys called otherwise, in its order. Throws where two keys would have one name. */
export function rowWithNames(row: object, names: Readonly<Record<string, string>>): object {
  const reshaped: Record<string, unknown> = {};
  for (const [key, value] of entriesOf(row)) {
    const name = (Object.hasOwn(names, key) ? names[key] : undefined) ?? key;
    if (Object.hasOwn(reshaped, name)) throw new RangeError('Two keys of a row would have one name.');
    set(reshaped, name, value);
  }
  return reshaped;
}

/** The row with more keys behind its own, which win over keys of the same name. */
export function rowWithMore(row: object, more: ReadonlyMap<string, unknown>): object {
  const reshaped: Record<string, unknown> = row instanceof Map ? {} : { ...row };
  if (row instanceof Map) for (const [key, value] of entriesOf(row)) set(reshaped, key, value);
  for (const [key, value] of more) set(reshaped, key, value);
  return reshaped;
}
