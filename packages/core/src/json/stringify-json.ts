import { DoubleValue, ExactDecimal } from './exact-number.ts';

/** JSON text, and how many lone surrogates in it became U+FFFD. */
export interface JsonText {
  readonly text: string;
  readonly repairedSurrogates: number;
}

// `JSON.rawJSON` is in Node since 21 (V8 11.4) but not in lib.es2023; it keeps the digits of a number as they are.
declare global {
  interface JSON {
    rawJSON(text: string): object;
  }
}

/**
 * Writes a value as JSON without changing it: bigints and exact decimals keep their digits, Maps become objects, Dates
 * ISO text and bytes base64. Returns undefined where nothing can be written (a function, a symbol).
 *
 * The value must be free of cycles and not deeper than the normalizer's limit, which is checked before.
 */
export function stringifyJson(value: unknown): JsonText | undefined {
  let repairedSurrogates = 0;
  const repair = (text: string): string => {
    if (text.isWellFormed()) return text;
    repairedSurrogates++;
    return text.toWellFormed();
  };
  function plain(this: unknown, name: string, converted: unknown): unknown {
    // JSON.stringify has called `toJSON` already, which spells a Buffer as an object; the holder still has the original.
    const item =
      converted !== null && typeof converted === 'object' ? (this as Record<string, unknown>)[name] : converted;
    if (typeof item === 'string') return repair(item);
    if (typeof item === 'bigint') return JSON.rawJSON(String(item));
    if (typeof item !== 'object' || item === null) return item;
    if (item instanceof ExactDecimal) return JSON.rawJSON(item.text);
    if (item instanceof DoubleValue) return JSON.rawJSON(doubleText(item.value));
    if (item instanceof Map) return fromEntries(item.entries(), repair);
    if (item instanceof Uint8Array)
      return Buffer.from(item.buffer, item.byteOffset, item.byteLength).toString('base64');
    if (converted !== item && !(item instanceof Uint8Array)) return converted;
    if (Array.isArray(item) || Object.keys(item).every((key) => key.isWellFormed())) return item;
    return fromEntries(Object.entries(item), repair);
  }
  const text = JSON.stringify(value, plain);
  return text === undefined ? undefined : { text, repairedSurrogates };
}

/** A double that happens to be whole keeps its point, so that it is read back as one. */
function doubleText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function fromEntries(entries: Iterable<[unknown, unknown]>, repair: (text: string) => string): object {
  // Without a prototype, a key called `__proto__` is a key like another.
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entries) object[repair(String(key))] = item;
  return object;
}
