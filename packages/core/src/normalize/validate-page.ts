import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A row that a schema refused, with the keys that lead to what is wrong; the messages of the schema may hold values. */
export interface InvalidRow {
  readonly row: unknown;
  readonly paths: readonly (readonly string[])[];
}

/** A page as a schema sees it: rows as it gives them back, and rows it refused. */
export interface ValidatedPage {
  readonly valid: readonly unknown[];
  readonly invalid: readonly InvalidRow[];
}

/**
 * Validates a page with any Standard Schema (standardschema.dev), sync or async. Rows that pass are the schema's output:
 * defaults, conversions and stripped keys included.
 */
export async function validatePage(schema: StandardSchemaV1, page: readonly unknown[]): Promise<ValidatedPage> {
  const valid: unknown[] = [];
  const invalid: InvalidRow[] = [];
  for (const row of page) {
    const validation = schema['~standard'].validate(row);
    // Most schemas answer at once; waiting for each would cost more than validating.
    const result = validation instanceof Promise ? await validation : validation;
    if (result.issues === undefined) valid.push(result.value);
    else invalid.push({ row, paths: result.issues.map(pathOf) });
  }
  return { valid, invalid };
}

function pathOf({ path = [] }: StandardSchemaV1.Issue): readonly string[] {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
}

/** A row without the top-level keys that a schema complained about. */
export function withoutInvalid({ row, paths }: InvalidRow): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const bad = new Set(paths.map(([key]) => key));
  return Object.fromEntries(Object.entries(row).filter(([key]) => !bad.has(key)));
}
