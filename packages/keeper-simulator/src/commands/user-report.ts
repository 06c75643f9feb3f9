import { flag } from '../arguments.ts';
import { rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import { utcSpaced } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { AuditEvent, VaultUser } from '../vault.ts';

const daySeconds = 86_400;
const lastLogins = new WeakMap<readonly AuditEvent[], ReadonlyMap<string, number>>();

/** The second of each user's last login in the audit log; computed once for each state of the log. */
export function lastLoginsOf(events: readonly AuditEvent[]): ReadonlyMap<string, number> {
  const known = lastLogins.get(events);
  if (known !== undefined) return known;
  const found = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'login' || event.type === 'login_console') found.set(event.username, event.created);
  }
  lastLogins.set(events, found);
  return found;
}

/** Users with their last login, which is looked up in the audit log. */
export const userReport: Command = {
  name: 'user-report',
  aliases: ['ur'],
  summary: 'Users and their last logins',
  restrictedTo: 'enterprise',
  arguments: {
    options: {
      days: { flags: ['-d', '--days'], kind: 'integer' },
      short: flag('-l', '--last-login'),
    },
  },
  run(given, { session, now }) {
    session.callCloud();
    const index = indexOf(session.enterprise);
    const days = given.integer('days') ?? 365;
    const oldest = days > 0 ? now / 1000 - days * daySeconds : 0;
    const logins = lastLoginsOf(session.events);
    const teams = (user: VaultUser): readonly string[] =>
      user.teamUids.map((uid) => index.teamByUid.get(uid)?.name ?? '');
    const roles = (user: VaultUser): readonly string[] =>
      index.vault.roles.filter((role) => user.roleIds.includes(role.id)).map((role) => role.name);
    return rows(
      index.vault.users
        .toSorted((left, right) => (left.email < right.email ? -1 : 1))
        .map((user) =>
          reportRow({
            email: user.email,
            name: user.name,
            status: user.status,
            last_login: loginText(user, logins.get(user.email), oldest, days),
            ...(!given.has('short') && {
              node: index.nodePath(user.nodeId),
              roles: roles(user).toSorted(),
              teams: teams(user).toSorted(),
            }),
          }),
        ),
    );
  },
};

function loginText(user: VaultUser, login: number | undefined, oldest: number, days: number): string {
  if (user.status === 'Invited') return 'N/A';
  return login === undefined || login < oldest ? `> ${days} DAYS AGO` : utcSpaced(login);
}
