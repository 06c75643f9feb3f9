/** `pnpm reliability`: kills, stops, starves and crowds leat, and says whether a row was lost, doubled or changed. */
import { errorReport } from '@leat/core';
import { readCommandLine, type PartName } from './command-line.ts';
import { concurrency } from './parts/concurrency.ts';
import { disk } from './parts/disk.ts';
import { doubleCrash } from './parts/double-crash.ts';
import { limits } from './parts/limits.ts';
import { otherMachine } from './parts/other-machine.ts';
import type { PartContext } from './parts/part-context.ts';
import { randomKills } from './parts/random-kills.ts';
import { reader } from './parts/reader.ts';
import { sameMillisecond } from './parts/same-millisecond.ts';
import { signals } from './parts/signals.ts';
import { sweep } from './parts/sweep.ts';
import type { CaseResult } from './results/case-result.ts';
import { formatResults } from './results/format-results.ts';
import { modesOf } from './destinations.ts';
import { startServer } from './server.ts';

const RUN: Readonly<Record<PartName, (context: PartContext) => Promise<void>>> = {
  sweep: async (context) => {
    await sweep(context);
    await doubleCrash(context);
    await otherMachine(context);
  },
  random: (context) => randomKills(context),
  concurrency: async (context) => {
    await concurrency(context);
    await sameMillisecond(context);
  },
  limits: (context) => limits(context),
  signals,
  disk: (context) => disk(context),
  reader: (context) => reader(context),
};

try {
  const {
    destination,
    only,
    seed,
    runs,
    json,
    modes: wanted,
  } = readCommandLine(process.argv.slice(2), Date.now() % 2 ** 29);
  const modes = modesOf(destination).filter(({ name }) => wanted === undefined || wanted.includes(name));
  const names = modes.map(({ name }) => name);
  await using server = destination === 'postgres' ? await startServer() : undefined;
  process.stderr.write(`seed ${seed}; ${destination}; ${only.join(', ')} in the write modes ${names.join(', ')}\n`);
  const results: CaseResult[] = [];
  const report = (result: CaseResult): void => {
    results.push(result);
    const line = [result.part, result.row, result.column, result.outcome, result.detail ?? ''].join(' · ');
    if (result.outcome !== 'ok' || process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  const started = performance.now();
  for (const part of only) {
    process.stderr.write(`${part} …\n`);
    await RUN[part]({ seed, modes, report, server: server?.url(), ...(runs === undefined ? {} : { runs }) });
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  const defects = results.filter(({ outcome }) => outcome !== 'ok');
  if (json)
    process.stdout.write(
      `${JSON.stringify({ version: 1, destination, seed, seconds, modes: names, cases: results.length, defects: defects.length, results })}\n`,
    );
  else
    process.stdout.write(
      `${formatResults(results)}\n\n${results.length} cases, ${defects.length} defects, ${seconds} s, seed ${seed}\n`,
    );
  process.exitCode = defects.length === 0 ? 0 : 1;
} catch (error) {
  const { code, message, remedy } = errorReport(error);
  process.stderr.write(`${code}: ${message}\n  ${remedy}\n`);
  process.exitCode = 3;
}
