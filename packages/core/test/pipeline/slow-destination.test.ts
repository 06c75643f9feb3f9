import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDestination } from '@leat/testkit';
import { afterAll, expect, test } from 'vitest';
import { definePipeline, defineResource, type Destination, type LoadSession } from '../../src/index.ts';

const KIBIBYTE = 1024;
const PAGE_ROWS = 10;
/** Text of a row; the row takes a little more in memory and in a file. */
const TEXT = 'x'.repeat(1000);
const PAGE_BYTES = PAGE_ROWS * TEXT.length;

const folder = mkdtempSync(join(tmpdir(), 'leat-back-pressure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Pages as fast as somebody takes them; `asked` is called before each with the bytes that were given so far. */
function* fast(pages: number, asked: (bytes: number) => void): Generator<readonly { n: number; text: string }[]> {
  for (let page = 0; page < pages; page++) {
    asked(page * PAGE_BYTES);
    yield Array.from({ length: PAGE_ROWS }, (_, row) => ({ n: page * PAGE_ROWS + row, text: TEXT }));
  }
}

interface SlowObserver {
  readonly begun?: () => void;
  readonly loaded: (rows: number) => void;
}

/** Takes two files at once, and long for each: many turns of the event loop, in which the source could give all it has. */
function slow({ begun, loaded }: SlowObserver): Destination {
  const destination = memoryDestination();
  const { plugin } = destination;
  const slowSession = (session: LoadSession): LoadSession => ({
    committed: session.committed,
    loadFile: async (job, call) => {
      begun?.();
      for (let turn = 0; turn < 300; turn++) await new Promise(setImmediate);
      const answer = await session.loadFile(job, call);
      loaded(answer.rows);
      return answer;
    },
    commit: (commit, call) => session.commit(commit, call),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  });
  return {
    ...destination,
    plugin: {
      ...plugin,
      capabilities: (options) => ({ ...plugin.capabilities(options), maxParallelLoads: 2 }),
      connect: async (options, context) => {
        const client = await plugin.connect(options, context);
        return new Proxy(client, {
          get: (target, key) => {
            if (key === 'beginLoad')
              return async (...args: Parameters<typeof target.beginLoad>) =>
                slowSession(await target.beginLoad(...args));
            const value: unknown = Reflect.get(target, key);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
      },
    },
  };
}

test('a fast source waits for a slow destination: what is read and not loaded stays within the limits', async () => {
  const limits = { maxJobFileBytes: 64 * KIBIBYTE, maxInFlightBytes: 256 * KIBIBYTE, inferenceRows: 10 };
  let loadedBytes = 0;
  let most = 0;
  const rows = defineResource({
    name: 'rows',
    rows: () =>
      fast(400, (given) => {
        most = Math.max(most, given - loadedBytes);
      }),
  });
  const destination = slow({
    loaded: (count) => {
      loadedBytes += count * TEXT.length;
    },
  });
  const report = await definePipeline({ name: 'slow', source: rows, destination, workDir: folder, limits }).run();

  expect(report.loads[0]?.receipt.tables['rows']?.loaded).toBe(400 * PAGE_ROWS);
  // Two files are being loaded, and three wait or are being closed; each is as large as it may be, and a page beyond.
  const files = 5 * (limits.maxJobFileBytes + PAGE_BYTES);
  expect(most).toBeLessThanOrEqual(limits.maxInFlightBytes + files + PAGE_BYTES);
  // The destination was slower than the source, or nothing was shown.
  expect(most).toBeGreaterThan(2 * limits.maxJobFileBytes);
});

test('the rows of all tables together stay within the bytes in flight, however many tables there are', async () => {
  const limits = { maxInFlightBytes: 512 * KIBIBYTE };
  const workDir = join(folder, 'many');
  let most = 0;
  const rows = defineResource({
    name: 'rows',
    table: ({ n }) => `table_${n % 50}`,
    rows: () =>
      fast(250, (given) => {
        most = Math.max(most, given - writtenBytes(workDir));
      }),
  });
  const report = await definePipeline({
    name: 'many',
    source: rows,
    destination: memoryDestination(),
    workDir,
    limits,
  }).run();

  const tables = Object.values(report.loads[0]?.receipt.tables ?? {});
  expect(tables.map(({ loaded }) => loaded)).toEqual(Array.from({ length: 50 }, () => 50));
  expect(most).toBeLessThanOrEqual(limits.maxInFlightBytes + PAGE_BYTES);
  expect(most).toBeGreaterThan(limits.maxInFlightBytes / 4);
});

test.each([
  ['as many files are loaded at once as the destination takes', undefined, 2],
  ['fewer files are loaded at once where that is asked for', 1, 1],
  ['a destination never gets more files at once than it takes', 20, 2],
])('%s', async (_what, loadConcurrency, expected) => {
  let underWay = 0;
  let most = 0;
  const destination = slow({
    begun: () => {
      most = Math.max(most, ++underWay);
    },
    loaded: () => {
      underWay--;
    },
  });
  await definePipeline({
    name: 'at-once',
    source: defineResource({ name: 'rows', rows: () => fast(100, () => undefined) }),
    destination,
    workDir: join(folder, `at-once-${loadConcurrency}`),
    limits: {
      maxJobFileBytes: 64 * KIBIBYTE,
      inferenceRows: 10,
      ...(loadConcurrency === undefined ? {} : { loadConcurrency }),
    },
  }).run();
  expect(most).toBe(expected);
});

/** Bytes of all job files below a folder: more than the texts of the rows in them. */
function writtenBytes(workDir: string): number {
  const files = readdirSync(workDir, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('/jobs/'));
  return files.reduce((sum, name) => sum + statSync(join(workDir, name)).size, 0);
}
