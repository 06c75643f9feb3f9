import process from 'node:process';
import { isLeatError } from '@leat/core';
import { keeperPipeline } from './load-keeper.ts';

// One run of the audit log, as a process of its own: folder, address and key are its arguments.
const [, , folder = '', baseUrl = '', apiKey = ''] = process.argv;
const pipeline = keeperPipeline(folder, {
  baseUrl,
  apiKey,
  preset: 'audit',
  ratePerMinute: 100_000,
  pollIntervalMs: { min: 1, max: 20 },
  audit: { maxEventsPerRun: 30_000 },
});
try {
  const report = await pipeline.run({ resources: ['audit_events'] });
  console.log(JSON.stringify({ rows: report.resources[0]?.rows, warnings: report.warnings.map(({ code }) => code) }));
} catch (error) {
  // What running again heals is no accident here: the service is disturbed on purpose.
  if (!isLeatError(error) || error.recoverability !== 'transient') throw error;
  console.log(JSON.stringify({ failed: error.code, warnings: [] }));
}
