import { isLeatError } from '@leat/core';
import { parseCommandLine, USAGE, type Command } from './command-line.ts';
import { compare } from './compare.ts';
import { resultTable } from './print-results.ts';
import { profileLeat, sampleMemory } from './profile-leat.ts';
import { resultLine, type ResultLine } from './result-line.ts';
import { measureStages, stageTables } from './stages.ts';
import type { Workload } from './workload.ts';

try {
  const command = parseCommandLine(process.argv.slice(2));
  if (command.action === 'help') console.log(USAGE);
  else if (command.action === 'stages') await printStages(command);
  else await printComparisons(command);
} catch (error) {
  if (!isLeatError(error)) throw error;
  console.error(`${error.code}: ${error.message}\n${error.remedy}`);
  process.exitCode = error.code === 'LEAT_OPTIONS_INVALID' ? 2 : 1;
}

async function printComparisons(command: Command): Promise<void> {
  const { destination, runs, json } = command;
  const lines: ResultLine[] = [];
  for (const workload of command.workloads) {
    const rows = rowsFor(command, workload);
    const comparison = await compare({
      workload,
      destination,
      rows,
      runs,
      onRun: (variant, run) => progress(`${workload.name} → ${destination}: ${variant}, run ${run} of ${runs}`),
    });
    const line = resultLine(comparison);
    lines.push(line);
    if (json) console.log(JSON.stringify(line));
    // With `--json` the standard output holds nothing but its lines.
    const say = json ? progress : console.log;
    const task = { workload: workload.name, destination, rows };
    if (command.cpuProfile) say(await profileLeat(task));
    if (command.heap) say(await sampleMemory(task));
  }
  if (!json) console.log(resultTable(lines));
}

async function printStages(command: Command): Promise<void> {
  const { destination, json } = command;
  for (const workload of command.workloads) {
    const report = await measureStages({
      workload,
      destination,
      rows: rowsFor(command, workload),
      onRun: (what) => progress(`${workload.name}: ${what}`),
    });
    console.log(json ? JSON.stringify(report) : `${stageTables(report, destination)}\n`);
  }
}

function rowsFor({ rows }: Command, workload: Workload): number {
  return rows ?? workload.rows;
}

function progress(message: string): void {
  process.stderr.write(`${message}\n`);
}
