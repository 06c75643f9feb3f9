import assert from 'node:assert/strict';
import {
  silentLogger,
  systemClock,
  validateOptions,
  type AnyResource,
  type Json,
  type Source,
  type SourceContext,
} from '@leat/core';
import { canonicalValue } from '../values/canonical-value.ts';
import { isRecord, ownValue } from '../values/own-value.ts';
import type { ConformanceTest } from './conformance-test.ts';
import { readResource } from './read-resource.ts';

/** How much of a source to test. */
export interface SourceTestOptions {
  /** Names of the resources to read. Default: all that are not optional. */
  readonly resources?: readonly string[];
  /** Rows to read of each resource at the most. Default 1,000. */
  readonly rows?: number;
}

/**
 * The tests that a source with these options must pass, as data. Listing its resources is part of making the list;
 * reading them is part of running the tests.
 *
 * @throws ConfigError when the plugin does not accept its options.
 */
export async function sourceTests(
  { plugin, options }: Source,
  limits: SourceTestOptions = {},
): Promise<readonly ConformanceTest[]> {
  const context: SourceContext<unknown> = {
    options: await validateOptions(plugin, options),
    signal: new AbortController().signal,
    logger: silentLogger,
    clock: systemClock,
  };
  const resources = await plugin.resources(context);
  const wanted = resources.filter(
    ({ definition: { name, optional } }) => limits.resources?.includes(name) ?? optional !== true,
  );
  const tests: ConformanceTest[] = [
    {
      name: 'lists resources that have different names, the same ones every time',
      run: async () => {
        const names = resources.map(({ definition }) => definition.name);
        assert.ok(names.length > 0 && names.every((name) => name.length > 0));
        assert.equal(new Set(names).size, names.length, `a name occurs twice among ${names.join(', ')}`);
        assert.deepEqual(
          (await plugin.resources(context)).map(({ definition }) => definition.name),
          names,
        );
      },
    },
    {
      name: 'explains each of its error codes',
      run: async () => {
        for (const [code, { title, causes, remedy }] of Object.entries(plugin.errorCodes ?? {})) {
          assert.match(code, /^LEAT_[A-Z0-9_]+$/);
          assert.ok(title !== '' && remedy !== '' && causes.length > 0, code);
        }
      },
    },
  ];
  if (plugin.check !== undefined) {
    tests.push({
      name: 'checks itself, and says what to do about everything that is not in order',
      run: async () => {
        for await (const { name, status, message, remedy } of plugin.check?.(context) ?? []) {
          assert.ok(['ok', 'warning', 'failed'].includes(status) && name !== '' && message !== '', `finding ${name}`);
          assert.ok(status === 'ok' || (remedy !== undefined && remedy !== ''), `finding ${name} has no remedy`);
        }
      },
    });
  }
  return [...tests, ...wanted.flatMap((resource) => testsOf(resource, limits.rows ?? 1000))];
}

function testsOf(resource: AnyResource, rows: number): readonly ConformanceTest[] {
  const { definition } = resource;
  const { name } = definition;
  const keys = [definition.primaryKey ?? []].flat();
  const tests: ConformanceTest[] = [
    {
      name: `${name}: yields rows that are objects, one by one or in pages`,
      run: async () => {
        const read = await readResource(resource, { rows });
        const wrong = read.rows.find((row) => !isRecord(row) || Array.isArray(row));
        assert.equal(wrong, undefined, `a row is ${Array.isArray(wrong) ? 'an array' : typeof wrong}`);
      },
    },
    {
      name: `${name}: does not change a row it has handed over`,
      run: async () => assert.equal((await readResource(resource, { rows })).changed, 0),
    },
    {
      name: `${name}: keeps JSON in its state, and reads on from there`,
      run: async () => {
        const { state } = await readResource(resource, { rows });
        const stored: Record<string, Json> = JSON.parse(JSON.stringify(state));
        assert.deepEqual(stored, state);
        await readResource(resource, { rows, state: stored });
      },
    },
    {
      name: `${name}: is merged by a key, where it is merged`,
      run: async () => {
        const write = typeof definition.write === 'object' ? definition.write.disposition : definition.write;
        assert.ok(
          write !== 'merge' || keys.length > 0 || definition.mergeKey !== undefined,
          'merge needs a primary or a merge key',
        );
      },
    },
  ];
  if (keys.length > 0) tests.push(keyTest(resource, keys, rows));
  if (typeof definition.rows === 'function') tests.push(abortTest(resource, rows));
  if (definition.partitions !== undefined) tests.push(partitionTest(resource, rows));
  return tests;
}

function keyTest(resource: AnyResource, keys: readonly string[], rows: number): ConformanceTest {
  const { name, write } = resource.definition;
  const isMerged = write === 'merge' || (typeof write === 'object' && write.disposition === 'merge');
  return {
    name: `${name}: has a value in every column of its primary key${isMerged ? '' : ', and no key twice'}`,
    run: async () => {
      const seen = new Set<string>();
      for (const row of (await readResource(resource, { rows })).rows) {
        const values = keys.map((key) => ownValue(row, key));
        assert.ok(
          values.every((value) => value !== null && value !== undefined),
          `a row has nothing in ${keys.join(', ')}`,
        );
        const print = values.map((value) => `${typeof value}:${canonicalValue(value) ?? ''}`).join(' ');
        assert.ok(isMerged || !seen.has(print), `the key ${keys.join(', ')} is not unique`);
        seen.add(print);
      }
    },
  };
}

/** Of a stopped run a resource may hand over what it has, but must not go on asking. */
function abortTest(resource: AnyResource, rows: number): ConformanceTest {
  return {
    name: `${resource.definition.name}: stops reading when the run is stopped`,
    run: async () => {
      const stopped = AbortSignal.abort();
      const pages = await readResource(resource, { rows: Math.max(rows, 10_000), signal: stopped }).then(
        (read) => read.pages,
        () => 0,
      );
      assert.ok(pages <= 1, `${pages} pages came after the run was stopped`);
    },
  };
}

function partitionTest(resource: AnyResource, rows: number): ConformanceTest {
  return {
    name: `${resource.definition.name}: has partitions that differ, survive JSON and can be read one by one`,
    run: async () => {
      const partitions =
        (await resource.definition.partitions?.({ signal: new AbortController().signal, logger: silentLogger })) ?? [];
      const texts = partitions.map((partition) => JSON.stringify(partition));
      assert.equal(new Set(texts).size, texts.length, 'a partition occurs twice');
      for (const text of texts) {
        const partition: Json = JSON.parse(text);
        // oxlint-disable-next-line no-await-in-loop -- a service is read gently
        await readResource(resource, { rows, partition });
      }
    },
  };
}
