/** One step between a source and its tables, as plain data and the function it was given. */
export type RowStep =
  | { readonly kind: 'map'; readonly apply: (row: object) => object }
  | { readonly kind: 'filter'; readonly apply: (row: object) => boolean }
  | { readonly kind: 'flatMap'; readonly apply: (row: object) => Iterable<object> }
  | { readonly kind: 'limit'; readonly rows: number }
  | { readonly kind: 'rename'; readonly names: Readonly<Record<string, string>> }
  | { readonly kind: 'select'; readonly keys: readonly string[] }
  | { readonly kind: 'omit'; readonly keys: readonly string[] };
