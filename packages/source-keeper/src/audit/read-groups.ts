import type { ResourceContext } from '@leat/core';
import { keeperError } from '../errors/keeper-error.ts';
import { type Span, SUMMARY_ROWS } from './audit-commands.ts';
import type { AuditLog, EventGroup } from './audit-log.ts';

/**
 * Counts events by type and user. A span of time with so many groups that Commander would page is halved, and the halves added up.
 *
 * @throws SourceError LEAT_KEEPER_CONTRADICTION for a second with 2,000 groups, which has no halves
 */
export async function readGroups(log: AuditLog, span: Span, context: ResourceContext): Promise<readonly EventGroup[]> {
  context.signal.throwIfAborted();
  const groups = await log.groups(span);
  if (groups.length < SUMMARY_ROWS) return groups;
  if (span.from === span.to) {
    throw keeperError(
      'LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT',
      `The second ${new Date(span.from * 1000).toISOString()} has more groups of events than Commander counts right.`,
      { remedy: 'Count this time from audit_events.', details: { second: span.from } },
    );
  }
  const middle = Math.floor((span.from + span.to) / 2);
  const first = await readGroups(log, { from: span.from, to: middle }, context);
  const second = await readGroups(log, { from: middle + 1, to: span.to }, context);
  return sumOf([...first, ...second]);
}

function sumOf(groups: readonly EventGroup[]): readonly EventGroup[] {
  const sums = new Map<string, EventGroup>();
  for (const group of groups) {
    const key = `${group.audit_event_type}\n${group.username}`;
    const known = sums.get(key);
    const sum: EventGroup =
      known === undefined
        ? group
        : {
            ...known,
            occurrences: known.occurrences + group.occurrences,
            first_created: known.first_created < group.first_created ? known.first_created : group.first_created,
            last_created: known.last_created > group.last_created ? known.last_created : group.last_created,
          };
    sums.set(key, sum);
  }
  return [...sums.values()];
}
