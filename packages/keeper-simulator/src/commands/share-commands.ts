import { flag } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { CommandError, rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { localSpaced } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { Sharee, VaultIndex } from '../vault-index.ts';
import type { VaultFolder, VaultRecord } from '../vault.ts';

/** The refusal of a licence without compliance reports. */
export const complianceMissing =
  'Compliance reports add-on is required to perform this action. Please contact your administrator to enable this feature.';

/** Who shares what with whom; a failing cloud makes these short or wrong, not loud. */
export const shareCommands: readonly Command[] = [
  {
    name: 'share-report',
    aliases: ['sr'],
    summary: 'Shares by person, owner, user or folder',
    arguments: {
      options: {
        owner: flag('-o', '--owner'),
        folders: flag('-f', '--folders'),
        user: { flags: ['-e', '--email'], kind: 'list' },
        record: { flags: ['-r', '--record'], kind: 'list' },
        verbose: flag('-v', '--verbose'),
        teamUsers: flag('-tu', '--show-team-users'),
      },
    },
    run(given, { session, utcOffsetMinutes }) {
      const index = indexOf(session.vault);
      if (given.has('folders')) return rows(folderReport(index));
      const loaded = session.loadShares();
      if (given.has('owner')) return rows(ownerReport(index, loaded, given.has('verbose'), utcOffsetMinutes));
      if (!loaded) return rows([]);
      if (given.list('user').length > 0) return rows(userReport(index, given));
      return rows(summaryReport(index, session.account.enterpriseAdministrator));
    },
  },
  {
    name: 'shared-records-report',
    aliases: ['srr'],
    summary: 'Own records that others can see',
    arguments: { options: { teamUsers: flag('-tu', '--show-team-users'), all: flag('--all-records') }, words: 'any' },
    run(_given, { session }) {
      const index = indexOf(session.vault);
      if (!session.loadShares()) return rows([]);
      const own = index.vault.records.filter((record) => record.owner === index.service);
      return rows(own.flatMap((record) => index.sharees(record).map((sharee) => sharedRow(index, record, sharee))));
    },
  },
  {
    name: 'find-ownerless',
    summary: 'Records without an owner',
    arguments: { options: { verbose: flag('-v', '--verbose') }, words: 'any' },
    run(given, { session }) {
      const index = indexOf(session.vault);
      // A sample: the generator gives every record an owner, so the first two stand for records without.
      const found = index.vault.records.slice(0, 2);
      if (found.length === 0) return { kind: 'log', text: 'No ownerless records found' };
      return rows(
        found.map((record) =>
          reportRow({
            record_uid: record.uid,
            title: record.title,
            ...(given.has('verbose') && {
              shared_with: [index.service, ...record.shares.map((share) => share.email)],
              folder_path: record.folderUid === null ? [] : [index.folderPath(record.folderUid)],
            }),
          }),
        ),
      );
    },
  },
  {
    name: 'ext-shares-report',
    aliases: ['esr'],
    summary: 'Shares outside of the enterprise',
    restrictedTo: 'enterprise',
    arguments: { options: { refresh: flag('-r', '--refresh-data') } },
    run(_given, { session }) {
      if (!session.account.addOns) throw new CommandError(complianceMissing);
      session.callCloud();
      // A sample: the generator shares inside of the enterprise only.
      return rows(
        session.vault.records.slice(0, 1).map((record) =>
          reportRow({
            uid: record.uid,
            name: record.title,
            type: 'Direct',
            shared_to: 'external@elsewhere.example',
            permissions: 'mask',
          }),
        ),
      );
    },
  },
];

function summaryReport(index: VaultIndex, expandTeams: boolean): readonly JsonObject[] {
  const records = new Map<string, number>();
  const folders = new Map<string, number>();
  const count = (map: Map<string, number>, name: string): void => {
    if (name !== index.service) map.set(name, (map.get(name) ?? 0) + 1);
  };
  for (const record of index.vault.records) {
    if (record.owner !== index.service) count(records, record.owner);
    for (const sharee of index.sharees(record)) count(records, sharee.name);
  }
  for (const folder of index.vault.folders)
    for (const name of folderNames(index, folder, expandTeams)) count(folders, name);
  const names = [...new Set([...records.keys(), ...folders.keys()])].toSorted();
  return names.map((name) =>
    reportRow({ shared_to: name, records: records.get(name), shared_folders: folders.get(name) }),
  );
}

function folderNames(index: VaultIndex, folder: VaultFolder, expandTeams: boolean): ReadonlySet<string> {
  const names = new Set<string>();
  for (const member of folder.members) {
    names.add(member.kind === 'user' ? member.id : (index.teamByUid.get(member.id)?.name ?? ''));
    if (!expandTeams || member.kind === 'user') continue;
    for (const user of index.usersByTeam.get(member.id) ?? []) names.add(user.email);
  }
  return names;
}

/** With a failed cloud call, owners of others' records are unknown and every count is 0. */
function ownerReport(
  index: VaultIndex,
  loaded: boolean,
  verbose: boolean,
  utcOffsetMinutes: number,
): readonly JsonObject[] {
  const shared = index.vault.records.filter((record) => index.isShared(record));
  const ownerOf = (record: VaultRecord): string => (loaded || record.owner === index.service ? record.owner : '');
  return shared
    .toSorted((left, right) => (ownerOf(left) < ownerOf(right) ? -1 : ownerOf(left) > ownerOf(right) ? 1 : 0))
    .map((record) => {
      const sharees = loaded ? index.sharees(record) : [];
      return reportRow({
        record_owner: ownerOf(record),
        record_uid: record.uid,
        record_title: record.title,
        shared_with: verbose
          ? sharees.map((sharee) => shareeText(sharee, utcOffsetMinutes)).join('\n')
          : sharees.filter((sharee) => sharee.kind !== 'folder-team').length,
        folder_path: pathOf(index, record),
      });
    });
}

function shareeText(sharee: Sharee, utcOffsetMinutes: number): string {
  const line = `${sharee.name} => ${permissionText(sharee)}`;
  return sharee.expiresAt === null
    ? line
    : `${line}\n\t(expires on ${localSpaced(sharee.expiresAt, utcOffsetMinutes)})`;
}

function userReport(index: VaultIndex, given: Arguments): readonly JsonObject[] {
  return given.list('user').flatMap((email) =>
    index.vault.records
      .filter((record) => record.owner === email || index.sharees(record).some((sharee) => sharee.name === email))
      .map((record) =>
        reportRow({
          username: email,
          record_owner: record.owner,
          record_uid: record.uid,
          record_title: record.title,
        }),
      ),
  );
}

function folderReport(index: VaultIndex): readonly JsonObject[] {
  return index.vault.folders
    .filter((folder) => folder.kind === 'shared')
    .flatMap((folder) =>
      folder.members.map((member) =>
        reportRow({
          'Folder UID': folder.uid,
          'Folder Name': folder.name,
          Type: 'Shared Folder',
          'Shared To': member.kind === 'user' ? member.id : `(Team) ${index.teamByUid.get(member.id)?.name ?? ''}`,
          // The spelling mistake is Commander's.
          Permissions:
            member.manageUsers && member.manageRecords
              ? 'Can Manage Users & Records'
              : member.manageRecords
                ? 'Cam Manage Records'
                : 'No User Permissions',
          'Folder Path': index.folderPath(folder.uid),
        }),
      ),
    );
}

function sharedRow(index: VaultIndex, record: VaultRecord, sharee: Sharee): JsonObject {
  const types = { direct: 'Direct Share', 'folder-user': 'Share Folder', 'folder-team': 'Share Team Folder' } as const;
  return reportRow({
    record_uid: record.uid,
    title: record.title,
    share_type: types[sharee.kind],
    shared_to: sharee.name,
    permissions: permissionText(sharee),
    folder_path: pathOf(index, record),
  });
}

function pathOf(index: VaultIndex, record: VaultRecord): string {
  return record.folderUid === null ? '' : index.folderPath(record.folderUid);
}

function permissionText({ canEdit, canShare }: Sharee): string {
  if (canEdit && canShare) return 'Can Share & Edit';
  if (canEdit) return 'Can Edit';
  return canShare ? 'Can Share' : 'Read Only';
}
