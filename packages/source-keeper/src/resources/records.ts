import { defineResource, type Resource } from '@leat/core';
import type { KeeperRun } from './keeper-run.ts';
import { recordedRow } from './recorded-row.ts';
import { LIST, SYNC_DOWN } from './known-commands.ts';

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
export function records(run: KeeperRun): Resource<'records', RecordRow> {
  return defineResource<'records', RecordRow>({
    name: 'records',
    description: 'Records in the vault of the service user: titles and kinds, no secrets.',
    write: 'replace',
    primaryKey: 'record_uid',
    columns: {
      record_uid: { dataType: 'text', nullable: false, description: 'Identifier of the record.' },
      type: { dataType: 'text', description: 'Record type: login, general, sshKeys…' },
      record_category: { dataType: 'text', description: 'classic, or the kind of newer records.' },
      shared: { dataType: 'bool', description: 'Whether anybody else has access.' },
      title: { dataType: 'text', description: 'Title; may be personal.' },
      description: {
        dataType: 'text',
        description: 'Login name and URL with its query. Personal data.',
      },
    },
    rows: (context) => run.read({ command: LIST, refresh: SYNC_DOWN }, context, recordedRow<RecordRow>),
  });
}
