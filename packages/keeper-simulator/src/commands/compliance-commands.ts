import { flag } from '../arguments.ts';
import { CommandError, rows } from '../command.ts';
import type { Command, CommandContext, CommandOutput } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { localIso } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { AuditEvent, VaultFolder, VaultRecord } from '../vault.ts';
import { complianceMissing } from './share-commands.ts';

/** The compliance reports; they skip what Keeper's cloud fails to give. */
export const complianceCommands: readonly Command[] = [
  {
    name: 'compliance report',
    aliases: ['compliance-report', 'cr'],
    summary: 'Who can do what with which record',
    restrictedTo: 'enterprise',
    arguments: { options: { shared: flag('--shared'), rebuild: flag('-r', '--rebuild'), deleted: flag('--deleted') } },
    run: (given, context) =>
      compliance(context, (index) =>
        index.vault.records
          .filter((record) => !given.has('shared') || index.isShared(record))
          .flatMap((record) => permissionRows(index, record)),
      ),
  },
  {
    name: 'compliance team-report',
    summary: 'Shared folders of teams',
    restrictedTo: 'enterprise',
    arguments: { options: { teamUsers: flag('-tu', '--show-team-users') } },
    run: (given, context) => compliance(context, (index) => teamRows(index, given.has('teamUsers'))),
  },
  {
    name: 'compliance record-access-report',
    summary: 'Records that users opened',
    restrictedTo: 'enterprise',
    arguments: { words: 'any' },
    run: (given, context) =>
      compliance(context, (index) => {
        const everybody = given.words.includes('@all');
        const users = index.vault.users.map((user) => user.email);
        const wanted = new Set(everybody ? users : given.words);
        return accessRows(index, context.session.events, wanted, context.utcOffsetMinutes);
      }),
  },
  {
    name: 'compliance summary-report',
    summary: 'Numbers of records by user',
    restrictedTo: 'enterprise',
    run: (_given, context) => compliance(context, (index) => summaryRows(index)),
  },
  {
    name: 'compliance shared-folder-report',
    summary: 'Records, users and teams of shared folders',
    restrictedTo: 'enterprise',
    run: (_given, context) =>
      compliance(context, (index) =>
        index.vault.folders.filter(isSharedFolder).map((folder) => {
          const teams = folder.members.filter((member) => member.kind === 'team').map((member) => member.id);
          return {
            shared_folder_uid: folder.uid,
            team_uid: teams,
            team_name: teams.map((uid) => index.teamByUid.get(uid)?.name ?? ''),
            record_uid: (index.recordsByFolder.get(folder.uid) ?? []).map((record) => record.uid),
            email: folder.members.filter((member) => member.kind === 'user').map((member) => member.id),
          };
        }),
      ),
  },
];

function compliance(context: CommandContext, report: (index: VaultIndex) => readonly JsonObject[]): CommandOutput {
  const { session } = context;
  if (!session.account.addOns) throw new CommandError(`compliance: ${complianceMissing}`);
  return rows(session.callCloudQuietly() ? report(indexOf(session.vault)) : []);
}

function isSharedFolder(folder: VaultFolder): boolean {
  return folder.kind === 'shared';
}

function permissionRows(index: VaultIndex, record: VaultRecord): readonly JsonObject[] {
  const folder = index.sharedFolderOf(record.folderUid);
  const row = (username: string, permissions: readonly string[]): JsonObject =>
    reportRow({
      record_uid: record.uid,
      title: record.title,
      // Records of old have no type here.
      type: record.version === 2 ? undefined : record.type,
      username,
      permissions: permissions.join(','),
      url: record.url,
      in_trash: false,
      shared_folder_uid: folder === undefined ? [] : [folder.uid],
    });
  const others = index.sharees(record).filter((sharee) => sharee.kind !== 'folder-team');
  return [
    row(record.owner, ['owner', 'mask', 'edit', 'share']),
    ...others.map((sharee) =>
      row(sharee.name, ['mask', ...(sharee.canEdit ? ['edit'] : []), ...(sharee.canShare ? ['share'] : [])]),
    ),
  ];
}

function teamRows(index: VaultIndex, withUsers: boolean): readonly JsonObject[] {
  return index.vault.folders.filter(isSharedFolder).flatMap((folder) =>
    folder.members
      .filter((member) => member.kind === 'team')
      .map((member) =>
        reportRow({
          team_name: index.teamByUid.get(member.id)?.name,
          team_uid: member.id,
          shared_folder_name: folder.name,
          shared_folder_uid: folder.uid,
          permissions: [
            ...(member.manageUsers ? ['Can Share'] : []),
            ...(member.manageRecords ? ['Can Edit'] : []),
          ].join(', '),
          records: (index.recordsByFolder.get(folder.uid) ?? []).length,
          team_users: withUsers ? (index.usersByTeam.get(member.id) ?? []).map((user) => user.email) : undefined,
        }),
      ),
  );
}

function accessRows(
  index: VaultIndex,
  events: readonly AuditEvent[],
  users: ReadonlySet<string>,
  utcOffsetMinutes: number,
): readonly JsonObject[] {
  const latest = new Map<string, AuditEvent>();
  for (const event of events) {
    if (users.has(event.username)) latest.set(`${event.username}\n${event.recordUid ?? ''}`, event);
  }
  const found = [...latest.values()].toSorted(
    (left, right) =>
      (left.username < right.username ? -1 : left.username > right.username ? 1 : 0) || right.created - left.created,
  );
  return found.map((event) => {
    const record = event.recordUid === undefined ? undefined : index.recordByUid.get(event.recordUid);
    return reportRow({
      vault_owner: event.username,
      record_uid: event.recordUid,
      record_title: record?.title,
      record_type: record?.type,
      record_url: record?.url,
      has_attachments: record === undefined ? undefined : record.files.length > 0,
      in_trash: record === undefined ? undefined : false,
      record_owner: record?.owner,
      ip_address: event.ipAddress,
      device: event.keeperVersion,
      last_access: localIso(event.created, utcOffsetMinutes),
    });
  });
}

function summaryRows(index: VaultIndex): readonly JsonObject[] {
  const owned = new Map<string, number>();
  const visible = new Map<string, number>();
  for (const record of index.vault.records) {
    count(owned, record.owner);
    count(visible, record.owner);
    for (const sharee of index.sharees(record)) if (sharee.kind !== 'folder-team') count(visible, sharee.name);
  }
  const users = index.vault.users.filter((user) => user.status !== 'Invited');
  return [
    ...users.map((user) => totalsRow(user.email, owned.get(user.email) ?? 0, visible.get(user.email) ?? 0)),
    totalsRow('TOTAL', index.vault.records.length, undefined),
  ];
}

function totalsRow(email: string, own: number, total: number | undefined): JsonObject {
  return reportRow({ email, total_items: total, total_owned: own, active_owned: own, deleted_owned: 0 });
}

function count(map: Map<string, number>, name: string): void {
  map.set(name, (map.get(name) ?? 0) + 1);
}
