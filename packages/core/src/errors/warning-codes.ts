import type { ErrorCatalog } from './catalog.ts';

/** What happened to values although the run went on: codes of the warnings in receipts. */
export const WARNING_CODES: ErrorCatalog = {
  LEAT_CURSOR_BOUNDARY: {
    title: 'Too many rows have the highest cursor (warning)',
    causes: ['More than 10,000 rows share the highest cursor, so which of them were loaded is not remembered.'],
    remedy: 'The next run loads those rows again: use a finer cursor, or write with merge.',
  },
  LEAT_CURSOR_CHANGED: {
    title: 'A resource has another cursor than before (warning)',
    causes: ['The path of the cursor in incremental was changed.'],
    remedy:
      'The resource was read from its beginning. Rows may be there twice unless they are merged; --full-refresh mends it.',
  },
  LEAT_CURSOR_CUT: {
    title: 'The cursor could not follow a read that was cut short (warning)',
    causes: ['A limit ended the read of an incremental resource whose rows do not come in ascending order.'],
    remedy: "The next run loads these rows again. Declare order: 'asc' where the source sorts, or write with merge.",
  },
  LEAT_CURSOR_ORDER: {
    title: 'Rows did not come in the declared order (warning)',
    causes: ["The incremental of a resource says order 'asc' or 'desc', and the source sorts otherwise."],
    remedy: "Nothing was left out after that row. Correct the request's sorting, or set order to 'none'.",
  },
  LEAT_LONE_SURROGATE: {
    title: 'Halves of characters were replaced (warning)',
    causes: ['Text was cut inside a character, so that it is no valid Unicode.'],
    remedy: 'Nothing to do: they are U+FFFD now. Mend the source if the text matters.',
  },
  LEAT_NAME_COLLISION: {
    title: 'Two keys of the source have the same name (warning)',
    causes: ['Keys differ only in case or punctuation, or a__b and a.b occur together.'],
    remedy: 'Nothing is lost: the later one has a suffix that stays the same. Rename it in the source if you can.',
  },
  LEAT_NUL_REMOVED: {
    title: 'The character NUL was removed (warning)',
    causes: ['The destination cannot store it in text.'],
    remedy: 'Nothing to do; declare the column as binary if the character matters.',
  },
  LEAT_ROW_QUARANTINED: {
    title: 'Rows were set aside (warning)',
    causes: ['A row is no object, is nested too deeply or in a circle, or holds a value no type can take.'],
    remedy:
      "Look at the files in the package's quarantine folder, with reason and path; mend the source and run again.",
  },
  LEAT_ROW_DISCARDED: {
    title: 'Rows were left out by contract (warning)',
    causes: ['A contract is set to discard-row, and a new column or a value of another type came.'],
    remedy: 'Nothing to do if that is meant; the receipt counts them. Otherwise relax the contract.',
  },
  LEAT_VALUE_DISCARDED: {
    title: 'Values were left out by contract (warning)',
    causes: ['A contract is set to discard-value, and a new column or a value of another type came.'],
    remedy: 'Nothing to do if that is meant; the receipt counts them. Otherwise relax the contract.',
  },
  LEAT_VARIANT: {
    title: 'Values of another type went to a variant column (warning)',
    causes: ['A column holds values of types that do not fit each other.'],
    remedy: 'Read both columns, or declare the type of the column.',
  },
};
