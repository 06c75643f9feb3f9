import { defineResource, type Resource } from '@leat/core';
import type { KeeperRun } from './keeper-run.ts';
import { ENTERPRISE_DOWN, ENTERPRISE_USERS } from './known-commands.ts';
import { recordedRow } from './recorded-row.ts';

/** A user of the enterprise. Personal data. */
export interface UserRow {
  /** Above 2^53 for most enterprises, then a bigint. */
  readonly user_id: number | bigint;
  readonly email: string;
  readonly name?: string;
  readonly job_title?: string;
  /** `Active`, `Invited`, `Locked`, `Locked by IdP`… */
  readonly status: string;
  readonly transfer_status: string;
  /** Names of the nodes from the top, joined with a backslash. Not unique. */
  readonly node: string;
  readonly team_count: number;
  readonly teams: readonly string[];
  readonly role_count: number;
  readonly roles: readonly string[];
  readonly alias: readonly string[];
  readonly '2fa_enabled': boolean;
}

/**
 * `enterprise-info -u` with all columns. Commander prints `2fa_enabled` only where it is true, so absent means off (recorded); leat
 * writes false there.
 */
export function users(run: KeeperRun): Resource<'users', UserRow> {
  return defineResource<'users', UserRow>({
    name: 'users',
    description: 'Users of the enterprise with their node, teams and roles.',
    write: 'replace',
    primaryKey: 'user_id',
    columns: {
      user_id: {
        dataType: 'bigint',
        nullable: false,
        description: 'Identifier of the user, unique over all enterprises.',
      },
      email: { dataType: 'text', description: 'Login name. Personal data.' },
      name: { dataType: 'text', description: 'Full name. Personal data.' },
      job_title: { dataType: 'text', description: 'Personal data.' },
      status: { dataType: 'text', description: 'Active, Invited, Locked…' },
      transfer_status: { dataType: 'text', description: 'Whether the vault could be transferred.' },
      node: { dataType: 'text', description: 'Path of node names, joined with a backslash.' },
      team_count: { dataType: 'bigint' },
      role_count: { dataType: 'bigint' },
      '2fa_enabled': { dataType: 'bool', description: 'Whether two-factor authentication is on.' },
    },
    rows: (context) =>
      run.read({ command: ENTERPRISE_USERS, refresh: ENTERPRISE_DOWN }, context, (row) =>
        recordedRow<UserRow>({ ...row, '2fa_enabled': row['2fa_enabled'] === true }),
      ),
  });
}
