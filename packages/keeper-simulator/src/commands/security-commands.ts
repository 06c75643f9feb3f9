import { flag } from '../arguments.ts';
import { CommandError, rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { localIso } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { VaultRecord, VaultUser } from '../vault.ts';
import { descriptionOf } from './record-text.ts';
import { complianceMissing } from './share-commands.ts';

const breachWatchMissing =
  'BreachWatch is not enabled for this enterprise. Please visit https://www.keepersecurity.com/breachwatch.html for more information.';

/** How good passwords are, how old, and which were breached. */
export const securityCommands: readonly Command[] = [
  {
    name: 'security-audit-report',
    aliases: ['sar', 'security-audit report'],
    summary: 'Strength of passwords by user',
    restrictedTo: 'enterprise',
    arguments: {
      options: {
        breachWatch: flag('-b', '--breachwatch'),
        recordDetails: flag('--record-details'),
        node: { flags: ['-n', '--node'], kind: 'list' },
      },
    },
    run(given, { session }) {
      if (given.has('breachWatch') && !session.account.addOns) {
        throw new CommandError(`security-audit-report: ${breachWatchMissing}`);
      }
      session.callCloud();
      const index = indexOf(session.vault);
      if (given.has('recordDetails')) return rows(detailRows(index));
      const owned = Map.groupBy(index.vault.records.filter(hasPassword), (record) => record.owner);
      const users = index.vault.users.filter((user) => user.status !== 'Invited');
      const row = given.has('breachWatch') ? breachWatchRow : strengthRow;
      return rows(users.map((user) => row(index, user, owned.get(user.email) ?? [])));
    },
  },
  {
    name: 'password-report',
    summary: 'Passwords that do not meet a policy',
    arguments: {
      options: { policy: { flags: ['--policy'], kind: 'text' }, verbose: flag('-v', '--verbose') },
      words: 'optional',
    },
    run(given, { session }) {
      const policy = (given.text('policy') ?? '').split(',').map(Number);
      const verbose = given.has('verbose');
      return rows(
        session.vault.records
          .filter((record) => hasPassword(record) && !meets(record, policy))
          .map((record) => passwordRow(record, verbose)),
      );
    },
  },
  {
    name: 'breachwatch list',
    aliases: ['bw list'],
    summary: 'Records with breached passwords',
    arguments: { options: { all: flag('-a', '--all'), owned: flag('-o', '--owned') } },
    run(given, { session }) {
      const found = session.vault.records.filter((record) => record.breachWatch === 'at-risk' && hasPassword(record));
      if (found.length === 0) return { kind: 'log', text: 'No breached records detected' };
      return rows(
        found
          .slice(0, given.has('all') ? undefined : 30)
          .map((record) => reportRow({ record_uid: record.uid, title: record.title, login: descriptionOf(record) })),
      );
    },
  },
  {
    name: 'aging-report',
    summary: 'Passwords that were not changed for long',
    restrictedTo: 'enterprise',
    arguments: {
      options: { period: { flags: ['--period'], kind: 'text' }, username: { flags: ['--username'], kind: 'text' } },
    },
    run(given, { session, now, utcOffsetMinutes }) {
      if (!session.account.addOns) throw new CommandError(complianceMissing);
      session.callCloud();
      const index = indexOf(session.vault);
      const before = now / 1000 - periodSeconds(given.text('period') ?? '3m');
      const username = given.text('username');
      const dated = index.vault.records
        .filter((record) => hasPassword(record) && (username === undefined || record.owner === username))
        .map((record) => ({ record, changed: changedAt(record) }))
        .filter(({ changed }) => changed === null || changed < before);
      return rows(
        dated
          .toSorted((left, right) => (right.changed ?? 0) - (left.changed ?? 0))
          .map(({ record, changed }) =>
            reportRow({
              owner: record.owner,
              title: record.title,
              password_changed: changed === null ? undefined : localIso(changed, utcOffsetMinutes),
              shared: index.isShared(record),
              record_url: `https://keepersecurity.com/value/#detail/${record.uid}`,
            }),
          ),
      );
    },
  },
];

/** Cards and notes have no password. */
function hasPassword(record: VaultRecord): boolean {
  return record.type !== 'bankCard' && record.type !== 'encryptedNotes';
}

function nameOf(user: VaultUser | undefined, email: string): string {
  return user?.name === '' || user === undefined ? email : user.name;
}

function strengthRow(index: VaultIndex, user: VaultUser, records: readonly VaultRecord[]): JsonObject {
  const count = (category: string): number => records.filter((record) => categoryOf(record) === category).length;
  const reused = records.filter((record) => record.reused).length;
  const strong = count('strong');
  const share = records.length === 0 ? 0 : strong / records.length;
  return reportRow({
    email: user.email,
    name: nameOf(user, user.email),
    // Only true is printed.
    sync_pending: undefined,
    weak: count('weak'),
    fair: count('fair'),
    medium: count('medium'),
    strong,
    reused,
    unique: records.length - reused,
    securityScore: Math.round(25 + share * 50 + (user.twoFactor ? 25 : 0)),
    twoFactorChannel: user.twoFactor ? 'On' : 'Off',
    node: index.nodePathBelowRoot(user.nodeId),
  });
}

function breachWatchRow(_index: VaultIndex, user: VaultUser, records: readonly VaultRecord[]): JsonObject {
  const count = (state: VaultRecord['breachWatch']): number =>
    records.filter((record) => record.breachWatch === state).length;
  return reportRow({
    email: user.email,
    name: nameOf(user, user.email),
    at_risk: count('at-risk'),
    passed: count('passed'),
    ignored: count('ignored'),
  });
}

function detailRows(index: VaultIndex): readonly JsonObject[] {
  return index.vault.records.filter(hasPassword).map((record) => {
    const user = index.userByEmail.get(record.owner);
    return reportRow({
      email: record.owner,
      name: nameOf(user, record.owner),
      record_uid: record.uid,
      strength: record.strength,
      strength_category: categoryOf(record),
      node: user === undefined ? undefined : index.nodePathBelowRoot(user.nodeId),
    });
  });
}

function categoryOf(record: VaultRecord): 'weak' | 'fair' | 'medium' | 'strong' {
  if (record.strength < 40) return 'weak';
  if (record.strength < 60) return 'fair';
  return record.strength < 80 ? 'medium' : 'strong';
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function meets(record: VaultRecord, policy: readonly number[]): boolean {
  const [length = 0, lower = 0, upper = 0, digits = 0, special = 0] = policy;
  const { secret } = record;
  return (
    secret.length >= length &&
    countOf(secret, /[a-z]/g) >= lower &&
    countOf(secret, /[A-Z]/g) >= upper &&
    countOf(secret, /\d/g) >= digits &&
    countOf(secret, /[^\w]/g) >= special
  );
}

function passwordRow(record: VaultRecord, verbose: boolean): JsonObject {
  const { secret } = record;
  return reportRow({
    record_uid: record.uid,
    title: shortened(record.title, 32),
    description: shortened(descriptionOf(record), 32),
    length: secret.length,
    lower: countOf(secret, /[a-z]/g),
    upper: countOf(secret, /[A-Z]/g),
    digits: countOf(secret, /\d/g),
    special: countOf(secret, /[^\w]/g),
    ...(verbose && { score: record.strength, status: record.breachWatch === 'at-risk' ? 'BREACHED' : '' }),
  });
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

/** For every third record the service knows no date. */
function changedAt(record: VaultRecord): number | null {
  return record.revision % 3 === 0 ? null : record.modifiedAt;
}

const unitDays: Readonly<Record<string, number>> = { d: 1, m: 30, y: 365 };

function periodSeconds(text: string): number {
  const match = /^(\d+)([dmy])$/.exec(text);
  const days = unitDays[match?.[2] ?? ''];
  if (days === undefined) throw new CommandError(`aging-report: Invalid period: ${text}`);
  return Number(match?.[1]) * days * 86_400;
}
