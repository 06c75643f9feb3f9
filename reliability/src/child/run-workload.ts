/** Runs one pipeline in a process of its own: the argument is a `WorkloadRun`, the last line printed a `WorkloadAnswer`. */
import { definePipeline, errorReport } from '@leat/core';
import { specialResource } from '../workload/special-source.ts';
import workloadSource from '../workload/workload-source.ts';
import { destinationOf, SMALL_FILES } from '../place.ts';
import { watchStatements } from './watch-statements.ts';
import type { WorkloadAnswer, WorkloadRun } from './workload-run.ts';

// Written by `startRun` of this package.
const run = JSON.parse(process.argv[2] ?? '') as WorkloadRun;
const { place, source, limits = SMALL_FILES } = run;
const statements: string[] = [];
const publish = { from: 0, to: 0 };
const destination = watchStatements(destinationOf(place), {
  before: (sql, number) => {
    if (number === 1) publish.from = performance.now();
    if (number === run.killAtStatement) process.kill(process.pid, 'SIGKILL');
    if (run.listStatements === true) statements.push(sql);
  },
  committed: () => {
    publish.to = performance.now();
    if (run.killAfterCommit === true) process.kill(process.pid, 'SIGKILL');
  },
});
const pipeline = definePipeline({
  name: place.pipeline,
  source: 'special' in source ? specialResource(source) : workloadSource(source),
  destination,
  dataset: place.dataset,
  workDir: place.workDir,
  limits,
});

let answer: WorkloadAnswer;
const started = performance.now();
try {
  const { status, loads } = await pipeline.run();
  const seconds = (performance.now() - started) / 1000;
  const publishSeconds = (publish.to - publish.from) / 1000;
  // In kilobytes, by getrusage(2).
  const peakRss = process.resourceUsage().maxRSS * 1024;
  answer = { ok: true, status, loads, statements, seconds, publishSeconds, peakRss };
} catch (error) {
  const { code, message, remedy } = errorReport(error);
  answer = { ok: false, code, message, remedy };
  process.exitCode = 1;
}
process.stdout.write(`${JSON.stringify(answer)}\n`);
