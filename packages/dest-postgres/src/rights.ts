import type { CheckFinding } from '@leat/core';
import { quoteIdentifier } from '@leat/sql';

/** Who needs rights on what. */
export interface RightsContext {
  readonly grantee: string;
  readonly database: string;
  readonly dataset: string;
}

/** Statements for an administrator, with nothing in them that loading does not need. */
export function explainRights({ grantee, database, dataset }: RightsContext): readonly string[] {
  const [user, place, schema] = [grantee, database, dataset].map((name) => quoteIdentifier(name));
  return [
    `-- Once, by an administrator: what loading needs. The schema may as well be left to leat:\n-- grant create on database ${place} to ${user}\ngrant connect on database ${place} to ${user}`,
    `create schema if not exists ${schema}`,
    `grant usage, create on schema ${schema} to ${user}`,
  ];
}

/** What the server says about the user, as `RIGHTS_QUERY` selects it. */
export interface Rights {
  readonly version: number;
  readonly version_name: string;
  readonly user_name: string;
  readonly read_only: boolean;
  readonly schema_exists: boolean;
  readonly may_create_schema: boolean;
  readonly may_use_schema: boolean;
  readonly may_create_in_schema: boolean;
  /** Tables of the dataset that belong to roles the user is no member of. */
  readonly foreign_tables: readonly { readonly name: string; readonly missing: string }[] | null;
}

/** Parameter 1 is the dataset. Superusers have every right. */
export const RIGHTS_QUERY = `select current_setting('server_version_num')::int as version, current_setting('server_version') as version_name, current_user::text as user_name, (pg_is_in_recovery() or current_setting('transaction_read_only')::bool) as read_only, n.oid is not null as schema_exists, has_database_privilege(current_database(), 'create') as may_create_schema, coalesce(has_schema_privilege(n.oid, 'usage'), false) as may_use_schema, coalesce(has_schema_privilege(n.oid, 'create'), false) as may_create_in_schema, (select json_agg(json_build_object('name', c.relname, 'missing', (select string_agg(r, ', ') from unnest(array['select', 'insert', 'update', 'delete', 'truncate']) r where not has_table_privilege(c.oid, r)))) from pg_catalog.pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p') and not pg_has_role(c.relowner, 'usage')) as foreign_tables from (select 1) one left join pg_catalog.pg_namespace n on n.nspname::text = $1`;

/** Oldest server the dialect was written for: `hashtextextended` and generated columns are there. */
const OLDEST = 120_000;

/** Findings for `leat check`: each right that is missing, with the statement that gives it. */
export function* judgeRights(rights: Rights, context: RightsContext): Iterable<CheckFinding> {
  const user = quoteIdentifier(context.grantee);
  const schema = quoteIdentifier(context.dataset);
  const failed = (name: string, message: string, remedy: string): CheckFinding => ({
    name,
    status: 'failed',
    message,
    remedy,
  });
  if (rights.version < OLDEST)
    yield failed(
      'version',
      `Postgres ${rights.version_name} is older than 12`,
      'Load into a server of version 12 or later.',
    );
  else yield { name: 'server', status: 'ok', message: `Postgres ${rights.version_name}, as ${rights.user_name}` };
  if (rights.read_only)
    yield failed(
      'server',
      'the server only reads: a standby, or read-only by configuration',
      'Connect to the primary server.',
    );
  if (!rights.schema_exists) {
    if (rights.may_create_schema)
      yield { name: 'schema', status: 'ok', message: `${schema} does not exist yet and may be created` };
    else
      yield failed(
        'schema',
        `${schema} does not exist, and ${user} may not create it`,
        `create schema ${schema} authorization ${user}; or: grant create on database ${quoteIdentifier(context.database)} to ${user};`,
      );
    return;
  }
  const missing = [...(rights.may_use_schema ? [] : ['usage']), ...(rights.may_create_in_schema ? [] : ['create'])];
  if (missing.length > 0)
    yield failed(
      'schema',
      `${user} lacks ${missing.join(' and ')} on schema ${schema}`,
      `grant ${missing.join(', ')} on schema ${schema} to ${user};`,
    );
  else yield { name: 'schema', status: 'ok', message: `${user} may use ${schema} and create tables in it` };
  yield* judgeTables(rights, context);
}

function* judgeTables({ foreign_tables: tables }: Rights, { grantee, dataset }: RightsContext): Iterable<CheckFinding> {
  const user = quoteIdentifier(grantee);
  for (const { name, missing } of tables ?? []) {
    const table = `${quoteIdentifier(dataset)}.${quoteIdentifier(name)}`;
    if (missing !== null && missing !== '') {
      yield {
        name: `table ${name}`,
        status: 'failed',
        message: `${user} lacks ${missing} on ${table}, which belongs to another role`,
        remedy: `grant ${missing} on table ${table} to ${user};`,
      };
    } else {
      yield {
        name: `table ${name}`,
        status: 'warning',
        message: `${table} belongs to another role: rows can be loaded, columns cannot be added`,
        remedy: `alter table ${table} owner to ${user};`,
      };
    }
  }
}
