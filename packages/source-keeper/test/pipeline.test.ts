import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePipeline, type Pipeline } from '@leat/core';
import { type KeeperSimulator, type KeeperSimulatorOptions, startKeeperSimulator } from '@leat/keeper-simulator';
import { memoryDestination } from '@leat/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import keeper, { type KeeperOptionsInput } from '../src/index.ts';

interface Loaded {
  readonly simulator: KeeperSimulator;
  readonly pipeline: Pipeline;
  readonly rows: (table: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** A pipeline from a simulated service to a destination in memory. */
async function startPipeline(
  service: KeeperSimulatorOptions = {},
  options: Partial<KeeperOptionsInput> = {},
): Promise<Loaded> {
  const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 20 }, ...service });
  const workDir = await mkdtemp(join(tmpdir(), 'leat-keeper-'));
  onTestFinished(async () => {
    await simulator.close();
    await rm(workDir, { recursive: true });
  });
  const access = {
    baseUrl: simulator.url,
    apiKey: simulator.apiKey,
    pollIntervalMs: { min: 1, max: 5 },
    ratePerMinute: 100_000,
  };
  const pipeline = definePipeline({
    source: keeper({ ...access, ...options }),
    destination: memoryDestination(),
    workDir,
  });
  return {
    simulator,
    pipeline,
    rows: async (table) => {
      const dataset = await pipeline.open();
      try {
        const all: Readonly<Record<string, unknown>>[] = [];
        for await (const row of dataset.rows(table)) all.push(row);
        return all;
      } finally {
        await dataset[Symbol.asyncDispose]();
      }
    },
  };
}

describe('a pipeline', () => {
  it('loads 12,000 records, and the same again when it is run again', async () => {
    const { pipeline, rows } = await startPipeline({ vault: { records: 12_000 } });
    expect((await pipeline.run()).status).toBe('done');
    const first = await rows('records');
    expect(new Set(first.map((row) => row['record_uid'])).size).toBe(12_000);
    expect((await pipeline.run()).status).toBe('done');
    expect(await rows('records')).toHaveLength(12_000);
  });

  it('keeps ids beyond 2^53 and puts lists into tables of their own', async () => {
    const { simulator, pipeline, rows } = await startPipeline();
    const report = await pipeline.run();
    // The vault holds a title that was cut inside an emoji, as the real service sends it.
    expect(report.warnings.map(({ code, table }) => `${table} ${code}`)).toEqual(['records LEAT_LONE_SURROGATE']);
    const { users } = simulator.vault;
    const loaded = await rows('users');
    expect(new Set(loaded.map((row) => row['user_id']))).toEqual(new Set(users.map(({ id }) => id)));
    const roles = users.reduce((sum, user) => sum + user.roleIds.length, 0);
    expect(await rows('users__roles')).toHaveLength(roles);
    expect(report.resources.map(({ name, status }) => `${name} ${status}`)).toEqual(
      [
        'records',
        'folders',
        'shared_folders',
        'users',
        'teams',
        'team_members',
        'roles',
        'nodes',
        'queue_status',
        'health',
      ].map((name) => `${name} done`),
    );
  });

  it('creates the declared columns for an empty vault', async () => {
    const { pipeline, rows } = await startPipeline({ vault: { records: 0 } });
    expect((await pipeline.run()).status).toBe('done');
    expect(await rows('records')).toEqual([]);
  });

  it('loads what the service may show, and reports what it may not', async () => {
    const { pipeline, rows } = await startPipeline({ account: { enterpriseAdministrator: false } });
    const report = await pipeline.run();
    expect(report.status).toBe('done');
    const skipped = report.resources.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ name }) => name)).toEqual(['users', 'teams', 'team_members', 'roles', 'nodes']);
    expect(skipped[0]?.reason).toContain("is not permitted to the service's user");
    const named = await pipeline.run({ resources: ['records', 'users'] });
    expect(named.status).toBe('partial');
    expect(named.resources[1]).toMatchObject({ status: 'failed', error: { code: 'LEAT_KEEPER_NOT_PERMITTED' } });
    expect(await rows('records')).toHaveLength(20);
  });
});
