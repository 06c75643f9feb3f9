/** Reads JSON without losing digits: integers above 2^53 become bigint. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, exact);
}

// TypeScript's own declaration of the reviver has no third parameter yet; Node passes the source text of primitives.
function exact(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

/** Reads a JSON object without losing digits. */
export function parseExactObject(text: string): Record<string, unknown> {
  const value = parseExactJson(text);
  if (isObject(value)) return value;
  throw new Error(`This is no JSON object: ${text.slice(0, 80)}`);
}

/** Tells a JSON object from other JSON values. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
