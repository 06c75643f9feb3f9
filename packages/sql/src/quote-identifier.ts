import { SchemaError } from '@leat/core';

/**
 * Quotes an identifier for SQL so that it cannot leave its quotes: the one place where names become SQL text.
 *
 * @throws SchemaError `LEAT_IDENTIFIER` for the names SQL cannot write down: empty, or with the character NUL, at which
 * drivers that take C strings would cut the statement off.
 */
export function quoteIdentifier(name: string, quote: '"' | '`' = '"'): string {
  return `${quote}${sanitizeIdentifier(name, quote)}${quote}`;
}

/** The inside of `quoteIdentifier`, for Kysely's compilers, which add the quotes themselves. */
export function sanitizeIdentifier(name: string, quote: '"' | '`' = '"'): string {
  if (name === '' || name.includes('\0')) {
    throw new SchemaError(name === '' ? 'An identifier is empty' : 'An identifier holds the character NUL', {
      code: 'LEAT_IDENTIFIER',
      recoverability: 'terminal',
      remedy:
        'Rename the table, column or dataset; a naming convention other than "direct" does it for the names of a source.',
    });
  }
  return name.replaceAll(quote, quote === '"' ? '""' : '\\`');
}
