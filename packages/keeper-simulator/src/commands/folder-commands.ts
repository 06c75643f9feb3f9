import { flag } from '../arguments.ts';
import { CommandError, rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { cellText } from '../text-table.ts';
import { indexOf } from '../vault-index.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { FolderMember, VaultFolder, VaultRecord } from '../vault.ts';
import { byTitle, descriptionOf } from './record-text.ts';

const permissionsKey = [
  'RO = Read-Only',
  'MU = Can Manage Users',
  'MR = Can Manage Records',
  'CE = Can Edit',
  'CS = Can Share',
];

/** Folders and records as a tree, and the search over everything; all from the cache. */
export const folderCommands: readonly Command[] = [
  {
    name: 'ls',
    summary: 'Folders and records of a folder',
    arguments: {
      options: {
        recursive: flag('-R', '--recursive'),
        long: flag('-l', '--list'),
        folders: flag('-f', '--folders'),
        records: flag('-r', '--records'),
        verbose: flag('-v', '--verbose'),
      },
      words: 'optional',
    },
    run(given, { session, json }) {
      const index = indexOf(session.vault);
      const start = startFolder(index, given.words[0]);
      const everything = given.has('recursive');
      const folders = index.vault.folders.filter((folder) => everything || folder.parentUid === start).toSorted(byName);
      const records = index.vault.records
        .filter((record) => everything || record.folderUid === start)
        .toSorted(byTitle);
      if (folders.length + records.length === 0) return { kind: 'silent' };
      if (!json) return { kind: 'parsed', data: plainListing(folders, records) };
      return rows([...folders.map((folder) => folderRow(folder)), ...records.map((record) => recordRow(record))]);
    },
  },
  {
    name: 'tree',
    summary: 'The tree of folders',
    arguments: {
      options: {
        verbose: flag('-v', '--verbose'),
        records: flag('-r', '--records'),
        shares: flag('-s', '--shares'),
        hideKey: flag('-hk', '--hide-shares-key'),
        title: { flags: ['-t', '--title'], kind: 'text' },
        // The tree of this version knows no --format: argparse refuses it.
        format: { flags: [], kind: 'text' },
      },
      words: 'optional',
    },
    run(given, { session }) {
      const index = indexOf(session.vault);
      const shares = given.has('shares');
      const options = { uids: given.has('verbose'), records: given.has('records'), shares };
      const branch = (parent: string | null, level: number, path: string): readonly JsonObject[] => {
        const folders = index.vault.folders.filter((folder) => folder.parentUid === parent).toSorted(byName);
        const inside = folders.flatMap((folder) => {
          const here = `${path}${folder.name}`;
          return [folderLeaf(index, folder, level, here, options), ...branch(folder.uid, level + 1, `${here}/`)];
        });
        const records = options.records
          ? index.vault.records.filter((record) => record.folderUid === parent).toSorted(byTitle)
          : [];
        return [...inside, ...records.map((record) => recordLeaf(record, level, path, options.uids))];
      };
      const tree = branch(startFolder(index, given.words[0]), 0, '');
      return {
        kind: 'parsed',
        data: { share_permissions_key: shares && !given.has('hideKey') ? permissionsKey : null, tree },
      };
    },
  },
  {
    name: 'search',
    aliases: ['s'],
    summary: 'Records, shared folders and teams',
    arguments: { options: { categories: { flags: ['-c', '--categories'], kind: 'text' } }, words: 'any' },
    run(given, { session }) {
      const index = indexOf(session.vault);
      const categories = given.text('categories') ?? 'rst';
      const words = given.words.filter((word) => word !== '*').map((word) => word.toLowerCase());
      const found = [
        ...(categories.includes('r') ? index.vault.records.map((record) => recordHit(record)) : []),
        ...(categories.includes('s') ? index.vault.folders.filter(isShared).map((folder) => folderHit(folder)) : []),
        ...(categories.includes('t') ? teamHits(index) : []),
      ];
      return rows(
        found.filter((hit) => {
          const text = `${cellText(hit['name'])} ${cellText(hit['details'])}`.toLowerCase();
          return words.every((word) => text.includes(word));
        }),
      );
    },
  },
];

function startFolder(index: VaultIndex, word: string | undefined): string | null {
  if (word === undefined || word === '/') return null;
  const folder =
    index.folderByUid.get(word) ?? index.vault.folders.find((candidate) => index.folderPath(candidate.uid) === word);
  if (folder === undefined) throw new CommandError(`ls: Folder or record not found: ${word}`);
  return folder.uid;
}

function byName(left: VaultFolder, right: VaultFolder): number {
  const a = left.name.toLowerCase();
  const b = right.name.toLowerCase();
  return a < b ? -1 : a > b ? 1 : 0;
}

function isShared(folder: VaultFolder): boolean {
  return folder.kind === 'shared';
}

function plainListing(folders: readonly VaultFolder[], records: readonly VaultRecord[]): JsonObject {
  return {
    folders: folders.map((folder, position) => ({ number: position + 1, name: folder.name })),
    records: records.map((record, position) => ({ number: position + 1, title: record.title })),
  };
}

function folderRow(folder: VaultFolder): JsonObject {
  const details = `Flags: ${isShared(folder) ? 'S' : ''}, Parent: ${folder.parentUid ?? '/'}`;
  return reportRow({ type: 'folder', uid: folder.uid, name: folder.name, details, source: 'classic_folder' });
}

function recordRow(record: VaultRecord): JsonObject {
  const details = `Type: ${record.type}, Description: ${descriptionOf(record)}`;
  return reportRow({ type: 'record', uid: record.uid, name: record.title, details, source: 'classic' });
}

function folderLeaf(
  index: VaultIndex,
  folder: VaultFolder,
  level: number,
  path: string,
  options: { readonly uids: boolean; readonly shares: boolean },
): JsonObject {
  return {
    level,
    name: folder.name,
    path,
    shared: isShared(folder),
    type: 'folder',
    uid: options.uids ? folder.uid : undefined,
    share_permissions: options.shares && isShared(folder) ? sharePermissions(index, folder) : undefined,
  };
}

function sharePermissions(index: VaultIndex, folder: VaultFolder): JsonObject {
  const others = folder.members.filter((member) => member.id !== index.service);
  const users = others.filter((member) => member.kind === 'user');
  const teams = others.filter((member) => member.kind === 'team');
  return {
    default: 'RO',
    user: 'RO',
    users: users.length > 0 ? users.map((user) => ({ username: user.id, permissions: letters(user) })) : undefined,
    teams:
      teams.length > 0
        ? teams.map((team) => ({ name: index.teamByUid.get(team.id)?.name ?? '', permissions: letters(team) }))
        : undefined,
  };
}

function letters(member: FolderMember): string {
  const list = [...(member.manageUsers ? ['MU'] : []), ...(member.manageRecords ? ['MR'] : [])];
  return list.length > 0 ? list.join(',') : 'RO';
}

function recordLeaf(record: VaultRecord, level: number, path: string, uids: boolean): JsonObject {
  return {
    level,
    name: record.title,
    path: `${path}${record.title}`,
    shared: false,
    type: 'record',
    uid: uids ? record.uid : undefined,
  };
}

function recordHit(record: VaultRecord): JsonObject {
  // A typed record without login and URL has no description at all, which prints as None.
  const description = descriptionOf(record) || (record.version === 3 ? 'None' : '');
  const details = `Type: ${record.type}, Description: ${description}, Record Category: classic`;
  return reportRow({ type: 'record', uid: record.uid, name: record.title, details });
}

function folderHit(folder: VaultFolder): JsonObject {
  const details = 'Folder Category: Classic, Can Edit: False, Can Share: False';
  return reportRow({ type: 'shared_folder', uid: folder.uid, name: folder.name, details });
}

function teamHits(index: VaultIndex): readonly JsonObject[] {
  return index.vault.teams
    .filter((team) => !team.queued)
    .map((team) => {
      const details = `Restrict Edit: ${pythonBoolean(team.restrictEdit)}, Restrict View: ${pythonBoolean(team.restrictView)}, Restrict Share: ${pythonBoolean(team.restrictShare)}`;
      return reportRow({ type: 'team', uid: team.uid, name: team.name, details });
    });
}

function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}
