import { test } from 'vitest';
import type { ConformanceTest } from '../conformance/conformance-test.ts';

/** Registers tests with vitest, those that are known to fail as such. */
export function register(
  tests: readonly ConformanceTest[],
  {
    expectedFailures = {},
    timeout = 60_000,
  }: { readonly expectedFailures?: Readonly<Record<string, string>>; readonly timeout?: number },
): void {
  for (const { name, run } of tests) {
    const reason = Object.hasOwn(expectedFailures, name) ? expectedFailures[name] : undefined;
    if (reason === undefined) test(name, { timeout }, run);
    else test.fails(`${name} (expected to fail: ${reason})`, { timeout }, run);
  }
  const names = new Set(tests.map(({ name }) => name));
  for (const name of Object.keys(expectedFailures).filter((each) => !names.has(each))) {
    test(`expected failure ${JSON.stringify(name)}`, () => {
      throw new Error(`No test has this name. Names:\n${[...names].join('\n')}`);
    });
  }
}
