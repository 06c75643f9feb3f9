import { isLeatError, type LeatError } from '@leat/core';
import { parseCommandLine, USAGE, type Command } from './command-line.ts';
import { compare, type Comparison } from './compare.ts';
import { historyTable, readHistory, record } from './history.ts';
import { measurePeers } from './peers/measure-peers.ts';
import { resultTable } from './print-results.ts';
import { compareProcesses } from './processes/compare-processes.ts';
import { profileLeat, sampleMemory } from './profile-leat.ts';
import { resultLine, type ResultLine } from './result-line.ts';
import { measureStages, stageTables } from './stages.ts';
import { versus, versusTable, type VersusLine } from './versus.ts';
import type { Workload } from './workload.ts';

try {
  const command = parseCommandLine(process.argv.slice(2));
  switch (command.action) {
    case 'help':
      console.log(USAGE);
      break;
    case 'stages':
      await printStages(command);
      break;
    case 'versus':
      await printVersus(command);
      break;
    case 'peers':
      await measurePeers(command, progress);
      break;
    case 'history':
      console.log(historyTable(readHistory()));
      break;
    case 'compare':
      await printComparisons(command);
  }
} catch (error) {
  if (!isLeatError(error)) throw error;
  printError(error);
}

async function printComparisons(command: Command): Promise<void> {
  const { destination, runs, json } = command;
  // With `--json` the standard output holds nothing but its lines.
  const say = json ? progress : console.log;
  const lines: ResultLine[] = [];
  const add = (comparison: Comparison): void => {
    const line = resultLine(comparison);
    lines.push(line);
    if (json) console.log(JSON.stringify(line));
  };
  for (const workload of command.workloads) {
    const rows = rowsFor(command, workload);
    const onRun = (what: string, run: number): void =>
      progress(`${workload.name} → ${destination}: ${what}${run === 0 ? '' : `, run ${run} of ${runs}`}`);
    await goOn(async () => {
      add(await compare({ workload, destination, rows, runs, onRun }));
      if (command.cpuProfile) say(await profileLeat(workload, destination, rows));
      if (command.heap) say(await sampleMemory(workload, destination, rows));
    });
  }
  for (const workload of command.processes)
    await goOn(async () => {
      add(await compareProcesses(workload, runs, (what) => progress(`${workload.name}: ${what}`)));
    });
  if (!json) console.log(resultTable(lines));
  if (command.record) say(`Recorded in ${record(lines)}.`);
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

async function printVersus(command: Command): Promise<void> {
  const { checkout, destination, runs, json } = command;
  const lines: VersusLine[] = [];
  for (const workload of command.workloads) {
    const rows = rowsFor(command, workload);
    const onRun = (whose: string, run: number): void =>
      progress(`${workload.name}: ${whose} checkout, run ${run} of ${runs}`);
    const line = await versus({ checkout, workload, destination, rows, runs, onRun });
    lines.push(line);
    if (json) console.log(JSON.stringify(line));
  }
  if (!json) console.log(versusTable(lines));
}

/** What goes wrong with one workload does not cost the figures of the others. */
async function goOn(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!isLeatError(error)) throw error;
    printError(error);
  }
}

function printError(error: LeatError): void {
  console.error(`${error.code}: ${error.message}\n${error.remedy}`);
  process.exitCode = error.code === 'LEAT_OPTIONS_INVALID' ? 2 : 1;
}

function rowsFor({ rows }: Command, workload: Workload): number {
  return rows ?? workload.rows;
}

function progress(message: string): void {
  process.stderr.write(`${message}\n`);
}
