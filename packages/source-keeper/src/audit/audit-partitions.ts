import { keeperError } from '../errors/keeper-error.ts';

/** A part of a backfill, as `RunOptions` of a pipeline: from the first moment on, up to the last one, which is left out. */
export interface AuditPartition {
  /** ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
}

/**
 * Divides a backfill into parts that are committed one by one: `pipeline.run({ resources: ['audit_events'], ...partition })`.
 *
 * Bounds lie on the first of months or on midnights in UTC. A part that is run again loads nothing twice, so a backfill that was
 * broken off goes on with the part it was in.
 *
 * @param from a date, or a time in UTC
 * @throws ConfigError LEAT_KEEPER_INVALID_OPTION for what is no time, or a backfill that ends before it begins
 */
export function auditPartitions(from: string, to: string, by: 'day' | 'month'): readonly AuditPartition[] {
  const end = Date.parse(to);
  let start = Date.parse(from);
  if (Number.isNaN(start) || Number.isNaN(end) || end < start)
    throw keeperError('LEAT_KEEPER_INVALID_OPTION', 'A backfill needs a time to begin at and a later one to end at.');
  const partitions: AuditPartition[] = [];
  while (start < end) {
    const next = Math.min(end, nextBound(start, by));
    partitions.push({ from: new Date(start).toISOString(), to: new Date(next).toISOString() });
    start = next;
  }
  return partitions;
}

function nextBound(time: number, by: 'day' | 'month'): number {
  const date = new Date(time);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return by === 'month' ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, day + 1);
}
