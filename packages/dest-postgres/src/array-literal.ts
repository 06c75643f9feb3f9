/** What an array of Postgres may hold here; lists inside lists have the same length each. */
export type ArrayItem = string | number | bigint | boolean | null | readonly ArrayItem[];

/**
 * Writes a list as Postgres reads an array (PostgreSQL, Array Input and Output Syntax): `{1,NULL,"a b"}`. For columns
 * that are declared as `text` with `nativeTypes: { postgres: 'text[]' }`, in a step that maps rows.
 */
export function arrayLiteral(items: readonly ArrayItem[]): string {
  return `{${items.map(itemText).join(',')}}`;
}

function itemText(item: ArrayItem): string {
  if (item === null) return 'NULL';
  if (typeof item === 'string') return `"${item.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return typeof item === 'object' ? arrayLiteral(item) : String(item);
}
