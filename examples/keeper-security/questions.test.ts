import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pipeline } from '@leat/core';
import postgres from '@leat/dest-postgres';
import { type KeeperSimulator, startKeeperSimulator, type Vault } from '@leat/keeper-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedPostgres } from '../../tools/servers/postgres-binaries.ts';
import { PostgresServer } from '../../tools/servers/postgres-server.ts';
import { type Answer, htmlReport } from './html-report.ts';
import { keeperPipeline } from './load-keeper.ts';
import { questions } from './questions.ts';
import { answersOf, notesOf, writeReport } from './write-report.ts';

const AS_OF = new Date('2026-10-19T00:00:00Z');

let simulator: KeeperSimulator;
let vault: Vault;
let server: PostgresServer;

beforeAll(async () => {
  simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 120, users: 30, events: 500 } });
  vault = simulator.vault;
  server = await PostgresServer.start(embeddedPostgres());
});

afterAll(async () => {
  await simulator.close();
  await server[Symbol.asyncDispose]();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'leat-keeper-security-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A pipeline from the simulated service to one of the destinations. */
function pipelineTo(destination: string, folder: string): Pipeline {
  const options = {
    baseUrl: simulator.url,
    apiKey: simulator.apiKey,
    pollIntervalMs: { min: 1, max: 5 },
    ratePerMinute: 100_000,
  };
  return destination === 'DuckDB'
    ? keeperPipeline(folder, options)
    : keeperPipeline(folder, options, postgres({ url: server.url() }));
}

describe.each(['DuckDB', 'Postgres'])('on %s the answers are those of the vault', (destination) => {
  let answers: ReadonlyMap<string, Answer>;
  const rowsOf = (name: string): Answer['rows'] => answers.get(name)?.rows ?? [];

  beforeAll(async () => {
    const pipeline = pipelineTo(destination, await temporaryFolder());
    expect((await pipeline.run()).status).toBe('done');
    answers = new Map((await answersOf(pipeline, AS_OF)).map((answer) => [answer.name, answer]));
  });

  test('there are ten questions, and each has one', () => {
    expect(questions).toHaveLength(10);
    expect([...answers.keys()]).toEqual(questions.map(({ name }) => name));
    for (const [name, { rows }] of answers) expect([name, rows.length > 0]).toEqual([name, true]);
  });

  test('who has access to what: every share of every shared record, and its owner', () => {
    const rows = rowsOf('who_has_access_to_what');
    const direct = vault.records.flatMap((record) => record.shares.map(({ email }) => `${record.uid} ${email}`));
    const answered = new Set(rows.map((row) => `${String(row['record_uid'])} ${String(row['username'])}`));
    expect(direct.length).toBeGreaterThan(0);
    for (const share of direct) expect(answered).toContain(share);
  });

  test('administrators without a second factor', () => {
    const admins = new Set(vault.roles.filter(({ manages }) => manages.length > 0).map(({ id }) => id));
    const expected = vault.users.filter((user) => !user.twoFactor && user.roleIds.some((id) => admins.has(id)));
    const answered = new Set(rowsOf('administrators_without_second_factor').map((row) => row['email']));
    expect(answered).toEqual(new Set(expected.map(({ email }) => email)));
  });

  test('failed logins by week', () => {
    const failures = vault.events.filter(({ type }) => type === 'login_failure');
    const rows = rowsOf('failed_logins_by_week');
    expect(rows.reduce((sum, row) => sum + Number(row['failures']), 0)).toBe(failures.length);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const row of rows) expect(new Date(String(row['week'])).getUTCDay()).toBe(1);
  });

  test('stale shares have no event in the last 14 days', () => {
    const cutoff = AS_OF.getTime() / 1000 - 14 * 86_400;
    for (const { record_uid } of rowsOf('stale_shares')) {
      expect(vault.events.some((event) => event.recordUid === record_uid && event.created >= cutoff)).toBe(false);
    }
  });

  test('places that are new were not seen before', () => {
    const cutoff = AS_OF.getTime() - 7 * 86_400_000;
    for (const { first_seen } of rowsOf('new_places'))
      expect(Date.parse(String(first_seen))).toBeGreaterThanOrEqual(cutoff);
  });

  test('passwords that were not changed for 180 days', () => {
    for (const row of rowsOf('passwords_not_changed_for_180_days'))
      expect(Date.parse(`${String(row['password_changed'])}Z`)).toBeLessThan(AS_OF.getTime() - 180 * 86_400_000);
  });

  test('accounts without a login are active ones', () => {
    for (const { email } of rowsOf('accounts_without_login'))
      expect(vault.users.find((user) => user.email === email)?.status).toBe('Active');
  });

  test('shares with strangers', () => {
    const known = new Set(vault.users.map(({ email }) => email));
    for (const { shared_to } of rowsOf('external_shares')) expect(known).not.toContain(shared_to);
  });

  test('the widest folders come first', () => {
    const people = rowsOf('widest_shared_folders').map((row) => Number(row['people']));
    expect(people).toEqual(people.toSorted((a, b) => b - a));
    const uids = new Set(
      vault.folders.filter(({ kind, members }) => kind === 'shared' && members.length > 0).map(({ uid }) => uid),
    );
    expect(people).toHaveLength(uids.size);
  });
});

test('the page holds every question and its charts, and loads nothing', async () => {
  const folder = await temporaryFolder();
  const pipeline = pipelineTo('DuckDB', folder);
  await pipeline.run();
  const path = join(folder, 'report.html');
  await writeReport(pipeline, path, AS_OF);
  const html = await readFile(path, 'utf8');
  for (const { title } of questions) expect(html).toContain(title);
  expect(html.match(/<svg /g)?.length).toBe(questions.filter(({ chart }) => chart !== undefined).length);
  expect(html).not.toMatch(/<script|<img|<link|src=|href="(?!#)|https?:\/\/(?!.*&)/);
  expect(html).toMatch(/^<!doctype html>/);
  // Weeks are dates.
  expect(html).toMatch(/<td>2026-\d\d-\d\d<\/td>/);
  expect(html).not.toContain('T00:00:00');
});

test('an account without add-ons gets a page that tells what is missing from what is nobody', async () => {
  await using poor = await startKeeperSimulator({
    rateLimit: 'off',
    vault: { records: 30, events: 100 },
    account: { addOns: false },
  });
  const folder = await temporaryFolder();
  const options = {
    baseUrl: poor.url,
    apiKey: poor.apiKey,
    pollIntervalMs: { min: 1, max: 5 },
    ratePerMinute: 100_000,
  };
  const pipeline = keeperPipeline(folder, options);
  const notes = notesOf(await pipeline.run());
  const answers = await answersOf(pipeline, AS_OF);
  const missing = answers.filter((answer) => answer.missing !== undefined).map(({ name }) => name);
  expect(missing).toEqual([
    'who_has_access_to_what',
    'external_shares',
    'passwords_not_changed_for_180_days',
    'breached_passwords',
  ]);
  expect(notes.join('\n')).toMatch(/^Not loaded, .*: compliance\. .*licence/m);
  const html = htmlReport('a review', answers, [...notes, '<b>a note</b>']);
  expect(html.match(/No answer: /g)).toHaveLength(missing.length);
  expect(html).toContain('What this page does not know');
  expect(html).toContain('&lt;b&gt;a note&lt;/b&gt;');
});
