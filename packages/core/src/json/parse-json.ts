import { ExactParser } from './exact-parser.ts';
import { applyPatches, findPatches, NO_PATCHES } from './number-patches.ts';
import { needsExactParser } from './number-probe.ts';

/** Containers inside containers that a JSON text may have unless the caller says otherwise. */
export const MAX_JSON_DEPTH = 512;

/**
 * Parses JSON without changing a number.
 *
 * Numbers become `number`, `bigint`, `DoubleValue` or `ExactDecimal` as `exactNumber` describes; all else is as with
 * `JSON.parse`, which does the work; numbers it would change are found in the text and put in their places behind it. Of
 * equal keys the last wins; `__proto__` is a key like another.
 *
 * Throws `SchemaError`: LEAT_JSON_MALFORMED; LEAT_JSON_DEPTH for more than `maxDepth` containers inside each other; and
 * LEAT_JSON_NUMBER_RANGE for an exponent beyond ±400. Details give the place (offset and column in UTF-16 units), never
 * content.
 */
export function parseJson(text: string, maxDepth: number = MAX_JSON_DEPTH): unknown {
  if (needsExactParser(text, maxDepth)) return parseExactly(text, maxDepth);
  try {
    return JSON.parse(text);
  } catch {
    // Its message quotes the text and rarely says where; the other parser refuses the same texts and does say.
    return new ExactParser(text, maxDepth).parse();
  }
}

/** The same for a text that probably holds a number `JSON.parse` would change. */
export function parseExactly(text: string, maxDepth: number = MAX_JSON_DEPTH): unknown {
  const patches = findPatches(text, maxDepth);
  if (patches !== undefined) {
    try {
      const value: unknown = JSON.parse(text);
      if (patches === NO_PATCHES || applyPatches(value, patches)) return value;
    } catch {
      // As above.
    }
  }
  return new ExactParser(text, maxDepth).parse();
}
