import { sql } from 'kysely';
import type { Question } from './questions.ts';

const DAY = 86_400_000;

/** A day as text, as Commander prints local times: they compare like the times they are. */
function daysBefore(asOf: Date, days: number): string {
  return new Date(asOf.getTime() - days * DAY).toISOString().slice(0, 19);
}

/** Who has access to what, and should not. */
export const accessQuestions: readonly Question[] = [
  {
    name: 'who_has_access_to_what',
    title: 'Who has access to what?',
    ask: (tables) =>
      tables
        .selectFrom('compliance')
        .select(['record_uid', 'title', 'username', 'permissions'])
        .orderBy('record_uid')
        .orderBy('username')
        .execute(),
  },
  {
    name: 'widest_shared_folders',
    title: 'Which shared folders reach most people, counting the members of teams?',
    chart: { label: 'folder', value: 'people' },
    ask: (tables) =>
      tables
        .selectFrom('shared_folders as folder')
        .innerJoin('shared_folders__members as member', 'member._leat_parent_id', 'folder._leat_id')
        .leftJoin('team_members as team', (join) =>
          join.onRef('team.team_name', '=', 'member.shared_to').on('member.kind', '=', 'team'),
        )
        .select(({ fn }) => [
          fn.coalesce('folder.name', 'folder.shared_folder_uid').as('folder'),
          sql<bigint>`count(distinct coalesce(team.email, member.shared_to))`.as('people'),
        ])
        .groupBy(['folder.shared_folder_uid', 'folder.name'])
        .orderBy('people', 'desc')
        .orderBy('folder')
        .execute(),
  },
  {
    name: 'external_shares',
    title: 'What is shared with people outside of the enterprise?',
    ask: (tables) =>
      tables
        .selectFrom('external_shares')
        .select(['uid', 'name', 'shared_to', 'type'])
        .union(
          tables
            .selectFrom('shared_records as share')
            .leftJoin('users', 'users.email', 'share.shared_to')
            .where('users.email', 'is', null)
            // Names of teams hold no @.
            .where('share.shared_to', 'like', '%@%')
            .select(['share.record_uid as uid', 'share.title as name', 'share.shared_to', 'share.share_type as type']),
        )
        .orderBy('uid')
        .orderBy('shared_to')
        .execute(),
  },
  {
    name: 'stale_shares',
    title: 'Which shared records has nobody touched for 14 days?',
    ask: (tables, asOf) =>
      tables
        .selectFrom('shared_records as share')
        .leftJoin('audit_events as event', 'event.record_uid', 'share.record_uid')
        .select(({ fn }) => [
          'share.record_uid',
          'share.title',
          fn.max('event.created').as('last_event'),
          sql<bigint>`count(distinct share.shared_to)`.as('shared_with'),
        ])
        .groupBy(['share.record_uid', 'share.title'])
        .having((where) =>
          where.or([
            where(where.fn.max('event.created'), 'is', null),
            where(where.fn.max('event.created'), '<', new Date(asOf.getTime() - 14 * DAY)),
          ]),
        )
        .orderBy('share.record_uid')
        .execute(),
  },
  {
    name: 'passwords_not_changed_for_180_days',
    title: 'Which passwords were not changed for 180 days?',
    ask: (tables, asOf) =>
      tables
        .selectFrom('aging')
        .select(['record_uid', 'title', 'owner', 'password_changed', 'shared'])
        .where('password_changed', '<', daysBefore(asOf, 180))
        .orderBy('password_changed')
        .orderBy('record_uid')
        .execute(),
  },
];
