/** Any value that Commander can print as JSON; ids above 2^53 are `bigint` and are printed digit by digit. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a member that is `undefined` is left out. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

const needsEscape = /[^ !#-[\]-~]/;
const everyEscape = /[^ !#-[\]-~]/g;
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** Quotes text as Python's `json` does: ASCII only, one `\uXXXX` per UTF-16 unit, so a lone surrogate survives. */
export function quoteJson(text: string): string {
  return needsEscape.test(text) ? `"${text.replace(everyEscape, escapeUnit)}"` : `"${text}"`;
}

function escapeUnit(unit: string): string {
  return shortEscapes[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Prints a response body as Flask's `jsonify` does: sorted keys, no spaces, ASCII only, a final line feed. */
export function printResponseJson(value: JsonValue): string {
  return `${printCompact(value)}\n`;
}

function printCompact(value: JsonValue): string {
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (isJsonArray(value)) return `[${value.map((item) => printCompact(item)).join(',')}]`;
  const parts: string[] = [];
  for (const key of Object.keys(value).toSorted(byCodePoint)) {
    const member = value[key];
    if (member !== undefined) parts.push(`${quoteJson(key)}:${printCompact(member)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Prints as `json.dumps` does by default (insertion order, a space after `,` and `:`); with `indent` one member per line. */
export function printPythonJson(value: JsonValue, indent = 0): string {
  return printSpaced(value, indent, '');
}

function printSpaced(value: JsonValue, indent: number, margin: string): string {
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = margin + ' '.repeat(indent);
  const parts: string[] = [];
  if (isJsonArray(value)) {
    for (const item of value) parts.push(printSpaced(item, indent, inner));
    return wrap('[', ']', parts, indent, margin, inner);
  }
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member !== undefined) parts.push(`${quoteJson(key)}: ${printSpaced(member, indent, inner)}`);
  }
  return wrap('{', '}', parts, indent, margin, inner);
}

function wrap(
  open: string,
  close: string,
  parts: readonly string[],
  indent: number,
  margin: string,
  inner: string,
): string {
  if (parts.length === 0) return open + close;
  if (indent === 0) return open + parts.join(', ') + close;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
}

/** Tells a JSON list from a JSON object. */
export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Orders text as Python does, by code point; JavaScript's own order differs above U+FFFF only. */
export function byCodePoint(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return surrogatesLast(a) - surrogatesLast(b);
  }
  return left.length - right.length;
}

function surrogatesLast(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Keeps the cells that Commander's reports print: it leaves out null and empty text, but not 0, false or empty lists. */
export function reportRow(cells: JsonObject): JsonObject {
  const row: Record<string, JsonValue> = {};
  for (const key of Object.keys(cells)) {
    const cell = cells[key];
    if (cell !== undefined && cell !== null && cell !== '') row[key] = cell;
  }
  return row;
}
