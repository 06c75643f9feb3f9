import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyResource, definePipeline, type Pipeline } from '@leat/core';
import {
  type AuditEvent,
  generateVault,
  type KeeperSimulatorOptions,
  type Vault,
  type VaultOptions,
} from '@leat/keeper-simulator';
import { MemoryStore, memoryDestination } from '@leat/testkit';
import { onTestFinished } from 'vitest';
import { auditEvents } from '../../src/audit/audit-events.ts';
import { auditSummary } from '../../src/audit/audit-summary.ts';
import { cellText } from '../../src/answers/cell-text.ts';
import type { AuditOptionsInput, KeeperClientOptions } from '../../src/index.ts';
import { auditOptions } from '../../src/audit/audit-options.ts';
import { KeeperRun } from '../../src/resources/keeper-run.ts';
import { Privacy } from '../../src/resources/privacy.ts';
import { type Service, startService } from './service.ts';

/** A service, a pipeline of its audit log into memory, and the time that all of them live in. */
export interface AuditBench {
  readonly service: Service;
  readonly events: () => readonly AuditEvent[];
  readonly addEvents: (events: readonly AuditEvent[]) => void;
  readonly pipeline: (options?: AuditOptionsInput) => Pipeline;
  readonly rows: (table: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The vault with other events. */
export function withEvents(options: VaultOptions, change: (vault: Vault) => readonly AuditEvent[]): Vault {
  const vault = generateVault({ records: 5, ...options });
  return { ...vault, events: change(vault).toSorted((a, b) => a.created - b.created || a.id - b.id) };
}

export async function auditBench(
  vault: Vault,
  service: KeeperSimulatorOptions = {},
  client: Partial<KeeperClientOptions> = {},
): Promise<AuditBench> {
  const started = await startService({ rateLimit: 'off', ...service, vault });
  const folder = await mkdtemp(join(tmpdir(), 'leat-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = new MemoryStore();
  let events = vault.events;
  const pipeline = (options: AuditOptionsInput = {}): Pipeline => {
    const parsed = auditOptions.parse(options);
    const { clock } = started.time;
    const run = new KeeperRun(
      started.client({ ratePerMinute: 100_000, pollIntervalMs: { min: 1, max: 5 }, ...client }),
      {
        privacy: new Privacy(false),
        allowShrink: false,
      },
    );
    const resources: readonly AnyResource[] = [
      auditEvents(run, parsed, clock, false),
      auditSummary(run, parsed, clock, true),
    ];
    return definePipeline({
      name: 'audit',
      source: resources,
      destination: memoryDestination(store),
      workDir: folder,
      clock,
    });
  };
  return {
    service: started,
    events: () => events,
    addEvents: (more) => {
      events = [...events, ...more];
      started.simulator.control.addEvents(more);
    },
    pipeline,
    rows: async (table) => {
      await using dataset = await pipeline().open();
      return Array.fromAsync(dataset.rows(table));
    },
  };
}

/** What happened, as a text: of an event of the simulator. */
function factsOf(event: AuditEvent): string {
  const { created, type, username, ipAddress, keeperVersion, toUsername, recordUid, sharedFolderUid } = event;
  const { nodeId, roleId, teamUid, channel, status, recipient, value } = event;
  const facts = [created, type, username, ipAddress, keeperVersion, toUsername, recordUid, sharedFolderUid];
  // Commander drops what is false in Python.
  return [...facts, nodeId, roleId, teamUid, channel, status === '0' ? undefined : status, recipient, value]
    .map((fact) => String(fact ?? ''))
    .join('|');
}

/** The same, of a row that was loaded. */
function factsOfRow(row: Readonly<Record<string, unknown>>): string {
  const created = row['created'];
  const second = created instanceof Date ? created.getTime() / 1000 : Date.parse(String(created)) / 1000;
  const keys = ['audit_event_type', 'username', 'ip_address', 'keeper_version', 'to_username', 'record_uid'];
  const more = ['shared_folder_uid', 'node', 'role_id', 'team_uid', 'channel', 'status', 'recipient', 'value'];
  return [second, ...[...keys, ...more].map((key) => row[key])].map((fact) => cellText(fact)).join('|');
}

/** How often each event was loaded too often (above 0) or too rarely (below 0), for those that are not right. */
export function differences(
  events: readonly AuditEvent[],
  rows: readonly Readonly<Record<string, unknown>>[],
): ReadonlyMap<string, number> {
  const balance = new Map<string, number>();
  const add = (facts: string, by: number): void => {
    balance.set(facts, (balance.get(facts) ?? 0) + by);
  };
  for (const event of events) add(factsOf(event), -1);
  for (const row of rows) add(factsOfRow(row), 1);
  return new Map([...balance].filter(([, count]) => count !== 0));
}
