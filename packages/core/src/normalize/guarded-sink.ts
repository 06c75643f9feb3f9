import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ContractMode } from '../schema/contract.ts';
import type { RowPolicy } from './column-policy.ts';
import { contractViolation } from './contract-violation.ts';
import type { ResourceNormalizer } from './normalizer.ts';
import { validatePage, withoutInvalid, type InvalidRow } from './validate-page.ts';

/** What stands between a resource and its tables. */
export interface Guards {
  readonly schema: StandardSchemaV1 | undefined;
  readonly policy: RowPolicy | undefined;
  /** What happens to rows that fail validation. */
  readonly invalid: ContractMode;
}

/** A sink that may have to wait for a validator. */
export interface GuardedSink extends Omit<ResourceNormalizer, 'append'> {
  append(page: readonly unknown[]): void | Promise<void>;
}

/**
 * Validates rows and carries out column policies before anything else sees them: the tables, the quarantine and every
 * message get protected rows only. Without guards, the sink itself comes back.
 */
export function guardedSink(sink: ResourceNormalizer, { schema, policy, invalid }: Guards): GuardedSink {
  if (schema === undefined && policy === undefined) return sink;
  const protect = (row: unknown): unknown => (policy === undefined ? row : policy.protect(row));
  const refuse = (refused: InvalidRow): void => {
    const path = refused.paths[0] ?? [];
    switch (invalid) {
      case 'evolve':
        return sink.setAside(protect(refused.row), 'invalid', path);
      case 'freeze':
        throw contractViolation(sink.table, 'data-type', path);
      case 'discard-row':
        return sink.discard(1, 'validation');
      case 'discard-value':
        return sink.append([protect(withoutInvalid(refused))]);
    }
  };
  return {
    ...sink,
    append: async (page) => {
      if (schema === undefined) return sink.append(page.map(protect));
      const checked = await validatePage(schema, page);
      sink.append(policy === undefined ? checked.valid : checked.valid.map(protect));
      for (const refused of checked.invalid) refuse(refused);
    },
  };
}
