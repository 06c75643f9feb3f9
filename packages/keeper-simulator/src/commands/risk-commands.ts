import { rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { localIso } from '../local-time.ts';
import { sampleSecond } from './administration-commands.ts';

/** The risk-management reports; samples over the enterprise's users. */
export const riskCommands: readonly Command[] = [
  {
    name: 'risk-management enterprise-stat',
    summary: 'How many users are active',
    restrictedTo: 'enterprise',
    run(_given, { session }) {
      session.callCloud();
      const { length } = session.enterprise.users;
      const data = { users_logged_recent: Math.ceil(length / 2), users_has_records: Math.ceil(length / 3) };
      return { kind: 'document', data };
    },
  },
  {
    name: 'risk-management enterprise-stat-details',
    summary: 'Which users are active',
    restrictedTo: 'enterprise',
    run(_given, { session, utcOffsetMinutes }) {
      session.callCloud();
      return rows(
        session.enterprise.users.map((user, position) =>
          reportRow({
            username: user.email,
            last_logged_in: position % 4 === 3 ? undefined : localIso(sampleSecond, utcOffsetMinutes),
            has_records: position % 2 === 0,
          }),
        ),
      );
    },
  },
  {
    name: 'risk-management security-alerts-summary',
    summary: 'Security alerts by event',
    restrictedTo: 'enterprise',
    run(_given, { session }) {
      session.callCloud();
      return rows([
        alert('login', 'Logged In', 3, 1),
        alert('login_failure', 'Failed Login', 6, 2),
        alert('login_console', 'Console Login', 12, 4),
      ]);
    },
  },
  {
    name: 'risk-management security-benchmarks-get',
    summary: 'Security benchmarks',
    restrictedTo: 'enterprise',
    run(_given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const benchmark = (id: string, title: string, status: string, autoResolve: boolean) => ({
        id,
        status,
        last_updated: localIso(sampleSecond, utcOffsetMinutes),
        auto_resolve: autoResolve,
        title,
      });
      return rows([
        benchmark('SB_DEPLOY_ACROSS_ENTIRE_ORGANIZATION', 'Deploy across your entire organization', 'RESOLVED', false),
        benchmark(
          'SB_PREVENT_INSTALLATION_OF_UNTRUSTED_EXTENSIONS',
          'Prevent installation of untrusted extensions',
          'IGNORED',
          true,
        ),
      ]);
    },
  },
];

function alert(event: string, title: string, occurrences: number, users: number): JsonObject {
  return {
    event,
    event_occurrences: occurrences,
    last_events: Math.floor(occurrences / 3),
    unique_users: users,
    last_users: 1,
    event_title: title,
  };
}
