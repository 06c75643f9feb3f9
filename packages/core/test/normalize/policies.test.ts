import { createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { defineResource, Secret, type ColumnPolicies, type RunEvent } from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';

const key = randomBytes(32);
const hmacKey = 'a key of more than sixteen characters';

async function load(
  policies: ColumnPolicies,
  rows: readonly object[],
  rest: Partial<Parameters<typeof defineResource>[0]> = {},
): Promise<Bench> {
  const desk = bench();
  await desk.pipeline([defineResource({ ...rest, name: 'users', rows })], { policies }).run();
  return desk;
}

describe('a policy on a path', () => {
  const row = { id: 1, email: 'ann@example.com' };
  const cases: readonly { readonly action: string; readonly expected: unknown }[] = [
    { action: 'keep', expected: 'ann@example.com' },
    { action: 'drop', expected: undefined },
    { action: 'redact', expected: '***' },
    { action: 'partial', expected: '***.com' },
    { action: 'hash', expected: createHash('sha256').update('ann@example.com').digest('hex') },
    { action: 'hmac', expected: createHmac('sha256', hmacKey).update('ann@example.com').digest('hex') },
  ];

  test.each(cases)('$action', async ({ action, expected }) => {
    const desk = await load({ hmacKey: new Secret(hmacKey), paths: { 'users.email': action as 'keep' } }, [row]);
    expect((await desk.rows('users'))[0]?.['email']).toBe(expected);
  });

  test('encrypt: reads back with the key, and is another text every time', async () => {
    const desk = await load(
      { encryptionKey: { id: 'k1', key: key.toString('base64') }, paths: { 'users.email': 'encrypt' } },
      [row, row],
    );
    const [first, second] = (await desk.rows('users')).map(({ email }) => String(email));
    expect(first).not.toBe(second);
    const [, id, body = ''] = first?.split(':') ?? [];
    const bytes = Buffer.from(body, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(-16));
    expect(id).toBe('k1');
    expect(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString()).toBe(
      'ann@example.com',
    );
  });

  test('reaches into objects and lists', async () => {
    const desk = await load({ paths: { 'users.contact.phone': 'redact', 'users.emails.address': 'drop' } }, [
      {
        id: 1,
        contact: { phone: '1', city: 'X' },
        emails: [
          { address: 'a', kind: 'work' },
          { address: 'b', kind: 'home' },
        ],
      },
    ]);
    expect(await desk.rows('users')).toEqual([{ id: 1n, contact__phone: '***', contact__city: 'X' }]);
    expect(await desk.rows('users__emails')).toEqual([{ kind: 'work' }, { kind: 'home' }]);
  });

  test('stands in the schema', async () => {
    const desk = await load({ paths: { 'users.email': 'redact' } }, [row]);
    expect(desk.store.datasets.get('test')?.snapshot.schemas[0]?.json).toContain(
      '"policies":[{"path":"email","action":"redact"}]',
    );
  });

  test.each(['hmac', 'encrypt'] as const)('%s without a key is refused', async (action) => {
    await expect(load({ paths: { 'users.email': action } }, [row])).rejects.toMatchObject({ code: 'LEAT_POLICY_KEY' });
  });

  test('of another resource is not this one', async () => {
    expect(await (await load({ paths: { 'others.email': 'drop' } }, [row])).rows('users')).toEqual([
      { id: 1n, email: 'ann@example.com' },
    ]);
  });
});

describe('data classes', () => {
  const rows = [{ id: 1, email: 'ann@example.com', token: 'canary' }];
  const dataClasses = { email: 'personal', token: 'secret' } as const;

  test('secret is dropped by default, personal is kept', async () => {
    expect(await (await load({}, rows, { dataClasses })).rows('users')).toEqual([{ id: 1n, email: 'ann@example.com' }]);
  });

  test('a policy for the class decides otherwise, and one for the path before it', async () => {
    const desk = await load(
      { classes: { secret: 'redact', personal: 'redact' }, paths: { 'users.email': 'keep' } },
      rows,
      { dataClasses },
    );
    expect(await desk.rows('users')).toEqual([{ id: 1n, email: 'ann@example.com', token: '***' }]);
  });

  test('a sensitive resource drops what nobody has named', async () => {
    const desk = await load({}, [{ ...rows[0], surprise: 'canary' }], {
      sensitive: true,
      dataClasses,
      primaryKey: 'id' as never,
    });
    expect(await desk.rows('users')).toEqual([{ id: 1n, email: 'ann@example.com' }]);
  });
});

test('a protected value is in no file, event, error or table, whatever happens to its row', async () => {
  const canary = 'c4n4ry-v4lue';
  const cyclic: Record<string, unknown> = { id: 9, token: canary };
  cyclic['self'] = cyclic;
  const rows = [
    { id: 1, token: canary, list: [{ token: canary }] },
    { id: 2, token: [canary, { deep: canary }] },
    { id: 3, token: { deep: canary } },
    { id: 4, token: canary, bad: () => 1 },
    { id: 5, token: canary, bad: Symbol('x') },
    {
      id: 6,
      get token(): string {
        throw new Error(canary);
      },
    },
    cyclic,
    new Map<string, unknown>([
      ['id', 7],
      ['token', canary],
    ]),
  ];
  const desk = bench();
  const events: RunEvent[] = [];
  const logged: unknown[] = [];
  const resource = defineResource({
    name: 'users',
    rows: rows as readonly object[],
    dataClasses: { token: 'secret', 'list.token': 'secret' },
  });
  const failing = defineResource({
    name: 'failing',
    dataClasses: { token: 'secret' },
    contract: 'freeze',
    columns: { id: { dataType: 'bigint' } },
    rows: [{ id: 'x', token: canary }] as readonly object[],
  });
  const report = await desk
    .pipeline([resource, failing as never], {
      keepLoadedFiles: true,
      onEvent: (event) => events.push(event),
      logger: { log: (...line) => logged.push(line) },
    })
    .run();
  expect(report.resources).toMatchObject([
    { name: 'users', status: 'done' },
    { name: 'failing', status: 'failed' },
  ]);
  const files = (await readdir(desk.folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
  const everything = [
    ...texts,
    inspect([report, events, logged, desk.store], { depth: Infinity, maxArrayLength: null, maxStringLength: null }),
  ].join('\n');
  expect(files.length).toBeGreaterThan(5);
  expect(everything).toContain('users');
  for (const form of [
    canary,
    Buffer.from(canary).toString('base64').slice(0, 14),
    Buffer.from(canary).toString('hex'),
  ]) {
    const at = everything.indexOf(form);
    expect(at < 0 ? '' : everything.slice(Math.max(0, at - 300), at + 100)).toBe('');
  }
});
