import { type AnyResource, type ColumnHint, parseJson } from '@leat/core';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '../src/answers/decoded-answer.ts';
import { rowsOf } from '../src/answers/rows.ts';
import type { Report } from '../src/resources/report.ts';
import { nodes, roles, teams, users } from '../src/resources/enterprise-reports.ts';
import { otherReports } from '../src/resources/reports.ts';
import { folders, records } from '../src/resources/vault-reports.ts';
import { RESOURCE_NAMES } from '../src/resources/presets.ts';
import { auditCells } from '../src/audit/audit-columns.ts';
import { rawCommand } from './support/commands.ts';
import { bodyOf, exchangesOf } from './support/recordings.ts';
import { startSource } from './support/source-run.ts';

/** Reports with types of their own, as any report. */
const typed: readonly Pick<Report, 'name' | 'cells' | 'row' | 'key'>[] = [
  { name: 'records', cells: { ...records.cells }, key: ['record_uid'] },
  { name: 'folders', cells: { ...folders.cells }, ...(folders.row === undefined ? {} : { row: folders.row }) },
  {
    name: 'users',
    cells: { ...users.cells },
    ...(users.row === undefined ? {} : { row: users.row }),
    key: ['user_id'],
  },
  { name: 'teams', cells: { ...teams.cells }, key: ['team_uid'] },
  { name: 'roles', cells: { ...roles.cells }, key: ['role_id'] },
  { name: 'nodes', cells: { ...nodes.cells }, key: ['node_id'] },
  ...otherReports,
];

const recorded: Readonly<Record<string, string>> = {
  records: 'list',
  folders: 'ls-recursive',
  users: 'enterprise-users-all-columns',
  teams: 'enterprise-teams-all-columns',
  roles: 'enterprise-roles-all-columns',
  nodes: 'enterprise-nodes-all-columns',
  audit_event_types: 'audit-dim-event-types',
  audit_alerts: 'audit-alert',
  security_audit: 'security-audit',
  user_report: 'user-report',
  share_report: 'share-report',
  shared_records: 'shared-records-report',
  external_shares: 'ext-shares-report',
  aging: 'aging-report',
  breachwatch: 'breachwatch',
  compliance: 'compliance-report',
  compliance_access: 'compliance-access',
  compliance_teams: 'compliance-team',
  compliance_summary: 'compliance-summary',
  license_consumption: 'license-consumption',
  devices: 'device-admin-list',
  pending_devices: 'device-approve',
  secrets_manager_apps: 'secrets-manager-apps',
  pam_gateways: 'pam-gateway',
  pam_configurations: 'pam-config',
  trash: 'trash',
};

/** Rows as the recorded answer holds them, numbers exact. */
function rowsOfRecording(name: string): readonly JsonObject[] {
  const exchange = exchangesOf(`resource-${name}`).at(-1);
  const body = exchange === undefined ? undefined : parseJson(bodyOf(exchange).toString('utf8'));
  if (!isJsonObject(body)) throw new Error(`${name} holds no answer`);
  return rowsOf({ data: body['data'], message: '' }, rawCommand(name), { log: () => undefined });
}

function fits(value: unknown, type: string): boolean {
  if (value === null || value === undefined) return true;
  if (type === 'list') return Array.isArray(value);
  if (type === 'bigint') return typeof value === 'bigint' || Number.isSafeInteger(value);
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'json') return typeof value === 'object';
  return typeof value === 'string';
}

describe('a recorded answer', () => {
  it.for(Object.entries(recorded))('fits the columns of %s', ([name, recording]) => {
    const report = typed.find((candidate) => candidate.name === name);
    if (report === undefined) throw new Error(`there is no report ${name}`);
    const rows = rowsOfRecording(recording).map((row) => (report.row ?? ((cell) => cell))(row));
    const kept = rows.filter((row) => row !== undefined);
    expect(kept.length).toBeGreaterThan(0);
    for (const row of kept) {
      for (const [cell, value] of Object.entries(row)) {
        const type = report.cells[cell]?.type ?? 'unknown';
        expect([cell, type, fits(value, type)]).toEqual([cell, type, true]);
      }
    }
    if (report.key === undefined) return;
    const keys = kept.map((row) => JSON.stringify((report.key ?? []).map((cell) => String(row[cell]))));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of the audit log holds no cell that is not a column', () => {
    for (const name of ['audit-raw-fields', 'audit-raw-between']) {
      for (const row of rowsOfRecording(name))
        expect(Object.keys(auditCells)).toEqual(expect.arrayContaining(Object.keys(row)));
    }
  });

  it('has the total of the compliance summary left out', () => {
    const summary = otherReports.find(({ name }) => name === 'compliance_summary');
    expect(rowsOfRecording('compliance-summary').some((row) => row['email'] === 'TOTAL')).toBe(true);
    expect(summary?.row?.({ email: 'TOTAL', total_owned: 3 })).toBeUndefined();
  });
});

/** Columns that every resource documents. */
function hintsOf({ definition }: AnyResource): readonly (ColumnHint | undefined)[] {
  return Object.values<ColumnHint | undefined>(definition.columns ?? {});
}

describe('every resource', () => {
  const service = {
    account: { enterpriseAdministrator: true, addOns: true, msp: false },
    vault: { records: 40, users: 12 },
  };

  it('is described, with a word on each column, and drops what it does not know', async () => {
    const { resources } = await startSource(service, { preset: 'full' });
    expect(resources.map(({ definition }) => definition.name).toSorted()).toEqual([...RESOURCE_NAMES].toSorted());
    for (const resource of resources) {
      const { name, description, sensitive } = resource.definition;
      expect([name, description !== undefined, sensitive]).toEqual([name, true, true]);
      const columns = hintsOf(resource);
      expect(columns.length).toBeGreaterThan(0);
      expect(columns.map((hint) => [name, (hint?.description ?? '') !== ''])).toEqual(columns.map(() => [name, true]));
    }
  });

  it.for([...RESOURCE_NAMES].filter((name) => name !== 'status' && name !== 'result'))(
    'of the preset full is read from the simulator: %s',
    async (name) => {
      const run = await startSource(service, { preset: 'full' });
      const rows = await run.read(name);
      expect(rows.length).toBeGreaterThan(0);
      const known = Object.keys(
        run.resources.find(({ definition }) => definition.name === name)?.definition.columns ?? {},
      );
      for (const row of rows) expect(known).toEqual(expect.arrayContaining(Object.keys(row)));
      expect(run.heard.warnings).toEqual([]);
    },
  );
});

describe('presets', () => {
  const defaults = async (preset: 'metadata' | 'audit' | 'full'): Promise<readonly string[]> => {
    const { resources } = await startSource({}, { preset });
    return resources.filter(({ definition }) => definition.optional !== true).map(({ definition }) => definition.name);
  };

  it('choose what is read where nothing is named', async () => {
    expect(await defaults('metadata')).toContain('shared_folders');
    expect(await defaults('metadata')).not.toContain('audit_events');
    expect(await defaults('audit')).toEqual(expect.arrayContaining(['audit_events', 'users', 'roles']));
    expect(await defaults('audit')).not.toContain('records');
    expect((await defaults('full')).length).toBe(RESOURCE_NAMES.length - 2);
  });
});

describe('shared folders', () => {
  it('have members and records as lists, and no records where compliance reports are not licensed', async () => {
    const run = await startSource({ vault: { records: 60 } }, { preset: 'full' });
    const rows = await run.read('shared_folders');
    const { folders: all } = run.simulator.vault;
    for (const row of rows) {
      const folder = all.find(({ uid }) => uid === row['shared_folder_uid']);
      expect(row['members']).toHaveLength(folder?.members.length ?? -1);
    }
    expect(rows.some((row) => Array.isArray(row['records']) && row['records'].length > 0)).toBe(true);
    const without = await startSource({ vault: { records: 60 }, account: { addOns: false } }, { preset: 'full' });
    expect((await without.read('shared_folders')).every((row) => row['records'] === undefined)).toBe(true);
    expect(without.heard.warnings.map(({ code }) => code)).toEqual(['LEAT_KEEPER_PARTLY_READ']);
  });
});

describe('names that are there twice', () => {
  it('stay two roles and two nodes, by their ids', async () => {
    const run = await startSource({ vault: { users: 24 } });
    for (const [name, key] of [
      ['roles', 'role_id'],
      ['nodes', 'node_id'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one resource after the other
      const rows = await run.read(name);
      expect(new Set(rows.map((row) => row[key])).size).toBe(rows.length);
      expect(new Set(rows.map((row) => row['name'])).size).toBeLessThan(rows.length);
      expect(rows.some((row) => typeof row[key] === 'bigint')).toBe(true);
    }
  });
});

describe('requests named in the options', () => {
  it('have a state without their result, and rows of commands that only read', async () => {
    const run = await startSource({ apiKeys: [{ key: 'one-key-for-both-of-them', commands: ['*'] }] });
    const post = async (command: string): Promise<string> => {
      const answer = await fetch(`${run.simulator.url}/api/v2/executecommand-async`, {
        method: 'POST',
        headers: { 'api-key': run.simulator.apiKey, 'content-type': 'application/json' },
        body: JSON.stringify({ command }),
      });
      const body: unknown = await answer.json();
      return isJsonObject(body) ? String(body['request_id']) : '';
    };
    const [record] = run.simulator.vault.records;
    const harmless = await post('list-sf --format json');
    const secret = await post(`get ${record?.uid ?? ''} --format json`);
    const source = await run.again({ requestIds: [harmless, secret] });
    const states = await source.read('status');
    expect(states.map((row) => row['status'])).toEqual(['completed', 'completed']);
    expect(states.every((row) => row['result'] === undefined)).toBe(true);
    await expect(source.read('result')).rejects.toMatchObject({ code: 'LEAT_KEEPER_UNSAFE_COMMAND' });
    const rows = await (await run.again({ requestIds: [harmless] })).read('result');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]).toMatchObject({ request_id: harmless, row: 0, data: { shared_folder_uid: expect.any(String) } });
  });
});
