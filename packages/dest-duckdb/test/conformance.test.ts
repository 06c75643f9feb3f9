import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- a named entry of the package, not a file of it
import { describeDestination } from '@leat/testkit/vitest';
import { afterAll } from 'vitest';
import duckdb from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'leat-duckdb-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

// As text, since a Date keeps milliseconds only.
describeDestination({ plugin: duckdb, options: { path: join(folder, 'w.duckdb'), temporal: 'text' } });
