import type { JsonObject } from '../answers/decoded-answer.ts';
import { personal, plain } from './columns.ts';
import { LIST, LS, SYNC_DOWN, TRASH } from './known-commands.ts';
import type { Report } from './report.ts';

/** A record of the vault, without any of its secrets. */
export interface RecordRow {
  readonly record_uid: string;
  readonly type: string;
  readonly record_category: string;
  readonly shared: boolean;
  readonly title?: string;
  /** `<login> @ <url>`, either part may be missing. Personal data. */
  readonly description?: string;
}

/** `list`: records of the vault of the service's user, as of the last `sync-down`. */
export const records: Report<'records', RecordRow> = {
  name: 'records',
  description: 'Records in the vault of the service user: titles and kinds, no secrets.',
  command: LIST,
  refresh: SYNC_DOWN,
  key: ['record_uid'],
  cells: {
    record_uid: plain('text', 'Identifier of the record.', { required: true }),
    type: plain('text', 'Record type: login, general, sshKeys…'),
    record_category: plain('text', 'classic, or the kind of newer records.'),
    shared: plain('bool', 'Whether anybody else has access.'),
    title: personal('text', 'Title; may be personal.'),
    description: personal('text', 'Login name and URL with its query. Personal data.'),
  },
};

/** A folder of the vault. */
export interface FolderRow {
  readonly uid: string;
  readonly name?: string;
  /** `classic_folder`, or the kind of newer folders. */
  readonly source: string;
  /** The folder above; null at the top. */
  readonly parent_uid: string | null;
  readonly shared: boolean;
}

/** `Flags: S, Parent: V2agTfnSdQHC1XbTJbLnIA`; a folder at the top has the parent `/`. */
const DETAILS = /^Flags: ([^,]*), Parent: (.*)$/;

/**
 * `ls -R`: every folder of the vault, shared or not, with its parent.
 *
 * `ls` prints records too (they are left out here) and starts from the folder that the service stands in, which any of its clients
 * can change with `cd`; a service that is used by programs alone stands at the top.
 */
export const folders: Report<'folders', FolderRow> = {
  name: 'folders',
  description: 'Folders in the vault of the service user, with their parents.',
  command: LS,
  refresh: SYNC_DOWN,
  key: ['uid'],
  cells: {
    uid: plain('text', 'Identifier of the folder.', { required: true }),
    name: personal('text', 'Name; may be personal.'),
    source: plain('text', 'classic_folder, or the kind of newer folders.'),
    parent_uid: plain('text', 'Identifier of the folder above; null at the top.'),
    shared: plain('bool', 'Whether it is a shared folder itself.'),
  },
  row: toFolder,
};

function toFolder(row: JsonObject): JsonObject | undefined {
  if (row['type'] !== 'folder') return undefined;
  const { type: _type, details, ...rest } = row;
  const match = DETAILS.exec(typeof details === 'string' ? details : '');
  const parent = match?.[2]?.trim() ?? '';
  return {
    ...rest,
    parent_uid: parent === '' || parent === '/' ? null : parent,
    shared: match?.[1]?.includes('S') ?? false,
  };
}

/** `trash list`: what was deleted and can still be had back. */
export const trash: Report<'trash'> = {
  name: 'trash',
  description: 'Deleted records that can still be restored.',
  command: TRASH,
  refresh: SYNC_DOWN,
  key: ['record_uid'],
  cells: {
    record_uid: plain('text', 'Identifier of the record.', { required: true }),
    name: personal('text', 'Title; may be personal.'),
    record_type: plain('text', 'Record type.'),
    status: plain('text', 'Record: an own one. Share: one that others shared.'),
    deleted_at: plain('text', 'Local time of the Commander host, without a zone; own records only.'),
    folder_uid: plain('text', 'Shared folder it was in, where Commander tells.'),
  },
  // The command prints titles of columns instead of names.
  row: (row) => ({
    record_uid: row['Record UID'],
    name: row['Name'],
    record_type: row['Record Type'],
    status: row['Status'],
    deleted_at: row['Deleted At'],
    folder_uid: row['Folder UID'],
  }),
};
