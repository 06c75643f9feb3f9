import { test } from 'vitest';
import { FULL_LIMITS, limits } from '../src/parts/limits.ts';
import { expectAllWell, modeNamed } from './sample.ts';

test('wide, long and many are loaded within their memory, and empty runs leave nothing behind', async () => {
  // Times depend on the machine and are measured by `pnpm reliability --only limits`.
  const small = {
    ...FULL_LIMITS,
    columns: 2000,
    textBytes: 20_000_000,
    jobFiles: 200,
    jobFilesSeconds: Infinity,
    rows: 100_000,
    emptyRuns: 100,
    emptySeconds: Infinity,
  };
  await expectAllWell((context) => limits(context, small), { modes: [modeNamed('append'), modeNamed('merge upsert')] });
}, 180_000);
