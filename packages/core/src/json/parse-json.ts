import { ExactParser } from './exact-parser.ts';
import { needsExactParser } from './number-probe.ts';

/** Containers inside containers that a JSON text may have unless the caller says otherwise. */
export const MAX_JSON_DEPTH = 512;

/**
 * Parses JSON without changing a number.
 *
 * Numbers become `number`, `bigint`, `DoubleValue` or `ExactDecimal` as `exactNumber` describes; all else is as with
 * `JSON.parse`, which does the work unless a look at the text finds a number it would change. Of equal keys the last
 * wins; `__proto__` is a key like another.
 *
 * Throws `SchemaError`: LEAT_JSON_MALFORMED; LEAT_JSON_DEPTH for more than `maxDepth` containers inside each other; and
 * LEAT_JSON_NUMBER_RANGE for an exponent beyond ±400. Details give the place (offset and column in UTF-16 units), never
 * content.
 */
export function parseJson(text: string, maxDepth: number = MAX_JSON_DEPTH): unknown {
  if (!needsExactParser(text, maxDepth)) {
    try {
      return JSON.parse(text);
    } catch {
      // Its message quotes the text and rarely says where; the other parser refuses the same texts and does say.
    }
  }
  return new ExactParser(text, maxDepth).parse();
}
