import type { ResourceContext } from '@leat/core';
import { isLeatError } from '@leat/core';
import { cellText } from '../answers/cell-text.ts';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { email, personal, plain } from './columns.ts';
import type { KeeperRun } from './keeper-run.ts';
import {
  COMPLIANCE_FOLDERS,
  EXTERNAL_SHARES,
  LIST_SHARED_FOLDERS,
  SHARE_FOLDERS,
  SHARE_OWNERS,
  SHARE_REPORT,
  SHARED_RECORDS,
  SYNC_DOWN,
} from './known-commands.ts';
import type { Report } from './report.ts';
import { verifySharedRecords, verifyShareReport } from './verify-shares.ts';

/** A shared folder of the vault with who and what is in it. */
export interface SharedFolderRow {
  readonly shared_folder_uid: string;
  readonly name?: string;
  readonly folder_path?: string;
  /** Users and teams; `shared_to` is an address, or a name of a team. Personal data. */
  readonly members: readonly {
    readonly shared_to: string;
    readonly kind: 'user' | 'team';
    readonly permissions?: string;
  }[];
  /** Records of the folder, where compliance reports are allowed; absent otherwise. */
  readonly records?: readonly { readonly record_uid: string }[];
}

/**
 * `list-sf`, with the members of `share-report -f` and, if wanted, the records of a compliance report, which takes long where the
 * enterprise is large.
 */
export function sharedFolders(withRecords: boolean): Report<'shared_folders', SharedFolderRow> {
  return {
    name: 'shared_folders',
    description: 'Shared folders in the vault of the service user, with their members and records.',
    command: LIST_SHARED_FOLDERS,
    others: [SHARE_FOLDERS],
    refresh: SYNC_DOWN,
    key: ['shared_folder_uid'],
    cells: {
      shared_folder_uid: plain('text', 'Identifier of the shared folder.', { required: true }),
      name: personal('text', 'Name; may be personal.'),
      folder_path: personal('text', 'Names of the folders from the top; may be personal.'),
      members: plain('list', 'Users and teams with their permissions. Personal data.'),
      records: plain('list', 'Identifiers of the records, with preset full and where compliance reports are allowed.'),
    },
    classes: { 'members.shared_to': 'personal' },
    pages: (run, context) => readSharedFolders(run, context, withRecords),
  };
}

const TEAM = '(Team) ';

async function* readSharedFolders(
  run: KeeperRun,
  context: ResourceContext,
  withRecords: boolean,
): AsyncGenerator<readonly JsonObject[], void, void> {
  await run.prepare(SYNC_DOWN, context);
  const members = grouped((await run.rows(SHARE_FOLDERS, context)).rows, 'Folder UID');
  const contents = withRecords ? await readContents(run, context) : undefined;
  for await (const page of run.pages({ command: LIST_SHARED_FOLDERS, refresh: SYNC_DOWN }, context)) {
    yield page.map((folder) => {
      const uid = String(folder['shared_folder_uid']);
      const own = members.get(uid) ?? [];
      const records = contents?.get(uid);
      return {
        ...folder,
        folder_path: own[0]?.['Folder Path'],
        members: own.map((row) => toMember(row)),
        ...(contents === undefined ? {} : { records: (records ?? []).flatMap((row) => recordsOf(row)) }),
      };
    });
  }
}

function toMember(row: JsonObject): JsonObject {
  const name = cellText(row['Shared To']);
  const isTeam = name.startsWith(TEAM);
  return {
    shared_to: isTeam ? name.slice(TEAM.length) : name,
    kind: isTeam ? 'team' : 'user',
    permissions: row['Permissions'],
  };
}

function recordsOf(row: JsonObject): readonly JsonObject[] {
  const uids = row['record_uid'];
  return Array.isArray(uids) ? uids.map((uid: unknown) => ({ record_uid: uid })) : [];
}

/** Undefined where this account gets no compliance reports: the rest of the folders is loaded all the same. */
async function readContents(
  run: KeeperRun,
  context: ResourceContext,
): Promise<ReadonlyMap<string, readonly JsonObject[]> | undefined> {
  try {
    return grouped((await run.rows(COMPLIANCE_FOLDERS, context)).rows, 'shared_folder_uid');
  } catch (error) {
    if (!isLeatError(error) || !error.unavailable) throw error;
    const message = `The records of shared folders are left out: ${error.message}`;
    context.warn?.({ code: 'LEAT_KEEPER_PARTLY_READ', column: 'records', count: 1, message });
    return undefined;
  }
}

function grouped(rows: readonly JsonObject[], key: string): ReadonlyMap<string, readonly JsonObject[]> {
  return Map.groupBy(rows, (row) => String(row[key]));
}

/** `share-report`: how much everybody gets. */
export const shareReport: Report<'share_report'> = {
  name: 'share_report',
  description: 'How many records and shared folders are shared with whom.',
  command: SHARE_REPORT,
  others: [SHARE_OWNERS],
  refresh: SYNC_DOWN,
  key: ['shared_to'],
  cells: {
    shared_to: email('text', 'Address of a user, or name of a team. Personal data.', { required: true }),
    records: plain('bigint', 'Number of records; null for none.'),
    shared_folders: plain('bigint', 'Number of shared folders; null for none.'),
  },
  verify: verifyShareReport,
};

/** `shared-records-report`: own records that others can see. */
export const sharedRecords: Report<'shared_records'> = {
  name: 'shared_records',
  description: 'Records of the service user that others can see, and how they got them.',
  command: SHARED_RECORDS,
  others: [SHARE_OWNERS],
  refresh: SYNC_DOWN,
  key: ['record_uid', 'shared_to', 'share_type'],
  cells: {
    record_uid: plain('text', 'Identifier of the record.', { required: true }),
    shared_to: email('text', 'Address of a user, or name of a team. Personal data.', { required: true }),
    share_type: plain('text', 'Direct Share, Share Folder or Share Team Folder.', { required: true }),
    permissions: plain('text', 'Read Only, Can Edit, Can Share, Can Share & Edit.'),
    title: personal('text', 'Title; may be personal.'),
    folder_path: personal('text', 'Names of the folders from the top; may be personal.'),
    owner: email('text', 'Owner, where Commander tells. Personal data.'),
  },
  verify: verifySharedRecords,
};

/** `ext-shares-report`: what left the enterprise. */
export const externalShares: Report<'external_shares'> = {
  name: 'external_shares',
  description: 'Records and folders shared with people outside of the enterprise.',
  command: EXTERNAL_SHARES,
  refresh: SYNC_DOWN,
  key: ['uid', 'shared_to', 'type'],
  cells: {
    uid: plain('text', 'Identifier of the record or folder.', { required: true }),
    shared_to: email('text', 'Address outside of the enterprise. Personal data.', { required: true }),
    type: plain('text', 'Direct, or by a shared folder.', { required: true }),
    name: personal('text', 'Title or name; may be personal.'),
    permissions: plain('text', 'What the recipient may do.'),
  },
};
