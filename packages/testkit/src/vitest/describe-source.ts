import type { AnyResource, CallableSource } from '@leat/core';
import { describe } from 'vitest';
import { sourceTests, type SourceTestOptions } from '../conformance/source-tests.ts';
import { register } from './register.ts';

/** A source and what is known not to work. */
export interface SourceSuite<Options, Input, Resources extends readonly AnyResource[]> extends SourceTestOptions {
  readonly plugin: CallableSource<Options, Input, Resources>;
  /** Options as a user would give them, for a service that can be read in tests. */
  readonly options: NoInfer<Input>;
  /**
   * Name of a test → why this source cannot pass it. A test that passes although it is named here fails, and so does a
   * name that no test has.
   */
  readonly expectedFailures?: Readonly<Record<string, string>>;
  /** Milliseconds a test may take. Default 60,000. */
  readonly timeout?: number;
}

/**
 * Registers the tests every source must pass. Call it at the top of a test file, once per configuration worth testing.
 */
export function describeSource<Options, Input, Resources extends readonly AnyResource[]>(
  suite: SourceSuite<Options, Input, Resources>,
): void {
  describe(`source ${suite.plugin.name}`, async () => {
    register(await sourceTests(suite.plugin(suite.options), suite), suite);
  });
}
