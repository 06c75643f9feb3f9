import type { CallableDestination } from '@leat/core';
import { describe } from 'vitest';
import { destinationTests } from '../conformance/destination-tests.ts';
import { register } from './register.ts';

/** A destination and what is known not to work. */
export interface DestinationSuite<Options, Input> {
  readonly plugin: CallableDestination<Options, Input>;
  /** Options as a user would give them; every test uses a dataset of its own, so they may be shared. */
  readonly options: NoInfer<Input>;
  /**
   * Name of a test → why this destination cannot pass it. A test that passes although it is named here fails, and so
   * does a name that no test has.
   */
  readonly expectedFailures?: Readonly<Record<string, string>>;
  /** Milliseconds a test may take. Default 60,000. */
  readonly timeout?: number;
}

/**
 * Registers the tests every destination must pass. Call it at the top of a test file, once per configuration worth
 * testing.
 *
 * What is tested follows from the capabilities the plugin states for these options.
 */
export function describeDestination<Options, Input>(suite: DestinationSuite<Options, Input>): void {
  describe(`destination ${suite.plugin.name}`, async () => {
    register(await destinationTests(suite.plugin(suite.options)), suite);
  });
}
