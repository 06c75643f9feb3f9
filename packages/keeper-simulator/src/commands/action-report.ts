import { text } from '../arguments.ts';
import { rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import { localIso } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { AuditEvent, VaultUser } from '../vault.ts';
import { lastLoginsOf } from './user-report.ts';

const targets = ['no-logon', 'no-update', 'locked', 'invited', 'no-recovery', 'all'] as const;

/** Users on whom an administrator may want to act. The options that would act do not exist here. */
export const actionReport: Command = {
  name: 'action-report',
  summary: 'Users who do not log in, are locked, and so on',
  restrictedTo: 'enterprise',
  arguments: {
    options: {
      target: text(['-t', '--target'], targets),
      days: { flags: ['-d', '--days-since'], kind: 'integer' },
      columns: { flags: ['--columns'], kind: 'list' },
    },
  },
  run(given, { session, now, utcOffsetMinutes }) {
    session.callCloud();
    const index = indexOf(session.enterprise);
    const target = given.text('target') ?? 'no-logon';
    const oldest = now / 1000 - (given.integer('days') ?? 30) * 86_400;
    const logins = lastLoginsOf(session.events);
    const locks = target === 'locked' ? lockTimes(session.events) : new Map<string, number>();
    const chosen = index.vault.users.filter((user) => isTarget(user, target, logins.get(user.email), oldest));
    return rows(
      chosen.map((user) => {
        const locked = locks.get(user.email);
        return reportRow({
          user_id: user.id,
          email: user.email,
          name: user.name,
          status: user.status,
          transfer_status: user.transferStatus,
          node: index.nodePath(user.nodeId),
          lock_time: locked === undefined ? undefined : localIso(locked, utcOffsetMinutes),
        });
      }),
    );
  },
};

function isTarget(user: VaultUser, target: string, login: number | undefined, oldest: number): boolean {
  switch (target) {
    case 'all':
      return true;
    case 'locked':
      return user.status === 'Locked';
    case 'invited':
      return user.status === 'Invited';
    case 'no-recovery':
      return user.status === 'Active' && !user.twoFactor;
    default:
      return user.status === 'Active' && (login === undefined || login < oldest);
  }
}

function lockTimes(events: readonly AuditEvent[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'lock_user' && event.toUsername !== undefined) times.set(event.toUsername, event.created);
  }
  return times;
}
