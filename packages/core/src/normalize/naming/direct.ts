import type { NamingRule } from './naming-convention.ts';
import { withoutTrailingUnderscores } from './shorten.ts';

/** Stands between the parts of a path in dlt's `direct`, as few keys contain it. */
const SEPARATOR = '▶';

/**
 * Quotes, line breaks, control characters and halves of surrogate pairs: no name of a column needs them, and some
 * engines refuse them.
 */
const UNWANTED = /["'▶\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** Where only ASCII can stay, underscores separate, and so are single and never at the end, as in `sql_cs`. */
const UNWANTED_ASCII = /["'\p{Cc}]|[^\p{ASCII}]+/gu;

/** `direct`: the source's spelling, but for characters that are trouble in any engine. */
export function directRule(unicode: boolean): NamingRule {
  return unicode
    ? { separator: SEPARATOR, cut: 'clean', clean: (key) => key.replace(UNWANTED, '_') }
    : { separator: '__', cut: 'clean', clean: cleanAscii };
}

function cleanAscii(key: string): string {
  // Blanks beside an underscore go too: cut or joined there, a name would come to begin or end with a blank.
  const name = key.replace(UNWANTED_ASCII, '_').replace(/[ _]+/g, (run) => (run.includes('_') ? '_' : run));
  return withoutTrailingUnderscores(name);
}
