import { sql } from 'kysely';
import type { Question } from './questions.ts';

const DAY = 86_400_000;

/** Who did what, or did not do what they should. */
export const activityQuestions: readonly Question[] = [
  {
    name: 'failed_logins_by_week',
    title: 'How many logins failed, by week?',
    chart: { label: 'week', value: 'failures' },
    ask: (tables) =>
      tables
        .selectFrom('audit_events')
        .where('audit_event_type', '=', 'login_failure')
        .select(({ fn }) => [
          sql<Date>`date_trunc('week', created)`.as('week'),
          fn.countAll<bigint>().as('failures'),
          sql<bigint>`count(distinct username)`.as('users'),
        ])
        .groupBy(sql`date_trunc('week', created)`)
        .orderBy('week')
        .execute(),
  },
  {
    name: 'administrators_without_second_factor',
    title: 'Which administrators have no second factor?',
    ask: (tables) =>
      tables
        .selectFrom('roles as role')
        .innerJoin('roles__users as holder', 'holder._leat_parent_id', 'role._leat_id')
        .innerJoin('users', 'users.email', 'holder.value')
        .where('role.admin', '=', true)
        .where('users._2fa_enabled', '=', false)
        .select(['users.email', 'users.status', 'role.name as role', 'role.role_id'])
        .orderBy('users.email')
        .orderBy('role.role_id')
        .execute(),
  },
  {
    name: 'accounts_without_login',
    title: 'Which active accounts had no login for 20 days?',
    ask: (tables, asOf) =>
      tables
        .selectFrom('user_report')
        .where('status', '=', 'Active')
        .where((where) =>
          where.or([
            where('last_login_at', '<', new Date(asOf.getTime() - 20 * DAY)),
            where('days_without_login', 'is not', null),
            where('last_login', '=', 'N/A'),
          ]),
        )
        .select(['email', 'last_login'])
        .orderBy('email')
        .execute(),
  },
  {
    name: 'breached_passwords',
    title: 'Whose records have passwords that were seen in a breach?',
    chart: { label: 'owner', value: 'records' },
    ask: (tables) =>
      tables
        .selectFrom('breachwatch')
        .leftJoin('aging', 'aging.record_uid', 'breachwatch.record_uid')
        .select(({ fn }) => [
          fn.coalesce('aging.owner', sql<string>`'unknown'`).as('owner'),
          fn.countAll<bigint>().as('records'),
        ])
        .groupBy('aging.owner')
        .orderBy('records', 'desc')
        .orderBy('owner')
        .execute(),
  },
  {
    name: 'new_places',
    title: 'Who came from a place in the last 7 days that had not been seen before?',
    ask: (tables, asOf) =>
      tables
        .selectFrom('audit_events')
        .where('geo_location', 'is not', null)
        .select(({ fn }) => ['username', 'geo_location', fn.min('created').as('first_seen')])
        .groupBy(['username', 'geo_location'])
        .having(({ eb, fn }) => eb(fn.min('created'), '>=', new Date(asOf.getTime() - 7 * DAY)))
        .orderBy('first_seen')
        .orderBy('username')
        .execute(),
  },
];
