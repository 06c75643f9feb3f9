import { defineResource, type Resource } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import type { KeeperRun } from './keeper-run.ts';
import { LS, SYNC_DOWN } from './known-commands.ts';
import { recordedRow } from './recorded-row.ts';

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
 * `ls -R`: every folder of the vault, shared or not, with its parent. `list-sf` would give shared folders only and no parents.
 *
 * `ls` prints records too (they are left out here) and starts from the folder that the service stands in, which any of its clients
 * can change with `cd`; a service that is used by programs alone stands at the top.
 */
export function folders(run: KeeperRun): Resource<'folders', FolderRow> {
  return defineResource<'folders', FolderRow>({
    name: 'folders',
    description: 'Folders in the vault of the service user, with their parents.',
    write: 'replace',
    primaryKey: 'uid',
    columns: {
      uid: { dataType: 'text', nullable: false, description: 'Identifier of the folder.' },
      name: { dataType: 'text', description: 'Name; may be personal.' },
      source: { dataType: 'text', description: 'classic_folder, or the kind of newer folders.' },
      parent_uid: {
        dataType: 'text',
        description: 'Identifier of the folder above; null at the top.',
      },
      shared: { dataType: 'bool', description: 'Whether it is a shared folder itself.' },
    },
    rows: (context) => run.read({ command: LS, refresh: SYNC_DOWN }, context, toFolder),
  });
}

function toFolder(row: JsonObject): FolderRow | undefined {
  if (row['type'] !== 'folder') return undefined;
  const { type: _type, details, ...rest } = row;
  const match = DETAILS.exec(typeof details === 'string' ? details : '');
  const parent = match?.[2]?.trim() ?? '';
  return {
    ...recordedRow<Pick<FolderRow, 'uid' | 'name' | 'source'>>(rest),
    parent_uid: parent === '' || parent === '/' ? null : parent,
    shared: match?.[1]?.includes('S') ?? false,
  };
}
