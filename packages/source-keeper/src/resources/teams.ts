import { defineResource, type Resource } from '@leat/core';
import type { KeeperRun } from './keeper-run.ts';
import { ENTERPRISE_DOWN, ENTERPRISE_TEAMS } from './known-commands.ts';
import { recordedRow } from './recorded-row.ts';

/** A team of the enterprise, or one that waits for approval. */
export interface TeamRow {
  readonly team_uid: string;
  readonly name: string;
  readonly node: string;
  /** `R W S` with blanks for what is allowed: no viewing, no editing, no sharing. `Queued`: waits for approval. */
  readonly restricts: string;
  /** Absent for queued teams. */
  readonly user_count?: number;
  /** Emails; absent for queued teams. Personal data. */
  readonly users?: readonly string[];
  readonly queued_user_count: number;
  /** Emails. Personal data. */
  readonly queued_users: readonly string[];
  readonly role_count?: number;
  readonly roles?: readonly string[];
}

/** `enterprise-info -t` with all columns; queued teams are rows too, with `restricts` `Queued`. */
export function teams(run: KeeperRun): Resource<'teams', TeamRow> {
  return defineResource<'teams', TeamRow>({
    name: 'teams',
    description: 'Teams of the enterprise with their users and roles, queued teams included.',
    write: 'replace',
    primaryKey: 'team_uid',
    columns: {
      team_uid: { dataType: 'text', nullable: false, description: 'Identifier of the team.' },
      name: { dataType: 'text' },
      node: { dataType: 'text', description: 'Path of node names, joined with a backslash.' },
      restricts: {
        dataType: 'text',
        description: 'R, W, S in their places: no viewing, editing, sharing. Queued: not yet approved.',
      },
      user_count: { dataType: 'bigint', description: 'Null for queued teams.' },
      queued_user_count: { dataType: 'bigint' },
      role_count: { dataType: 'bigint', description: 'Null for queued teams.' },
    },
    rows: (context) => run.read({ command: ENTERPRISE_TEAMS, refresh: ENTERPRISE_DOWN }, context, recordedRow<TeamRow>),
  });
}
