import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@leat/source'] } },
  resolve: { conditions: ['@leat/source'] },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tools/test/**/*.test.ts'],
    execArgv: ['--conditions=@leat/source'],
    testTimeout: 60_000,
  },
});
