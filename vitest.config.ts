import process from 'node:process';
import { defineConfig } from 'vitest/config';

// .ci/run counts the tests in this report; it is written only when its place is named.
const report = process.env['LEAT_TEST_REPORT'];

export default defineConfig({
  ssr: { resolve: { conditions: ['@leat/source'] } },
  resolve: { conditions: ['@leat/source'] },
  test: {
    include: ['packages/*/test/**/*.test.ts', '{bench,reliability,tools}/test/**/*.test.ts', 'examples/*/*.test.ts'],
    execArgv: ['--conditions=@leat/source'],
    testTimeout: 60_000,
    ...(report === undefined ? {} : { reporters: ['default', ['json', { outputFile: report }]] }),
  },
});
