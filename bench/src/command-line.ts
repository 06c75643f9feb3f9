import { parseArgs } from 'node:util';
import { ConfigError } from '@leat/core';
import { DESTINATIONS } from './destinations.ts';
import { findNamed } from './find-named.ts';
import type { Workload } from './workload.ts';
import { WORKLOADS } from './workloads.ts';

/** What the command line asks for. */
export interface Command {
  /** Compare with the floors, or print what each stage costs. */
  readonly action: 'compare' | 'stages' | 'help';
  readonly workloads: readonly Workload[];
  readonly destination: string;
  readonly json: boolean;
  readonly runs: number;
  /** Rows over all tables; each workload's own number where it is absent. */
  readonly rows: number | undefined;
  readonly cpuProfile: boolean;
  readonly heap: boolean;
}

/** What `--help` prints. */
export const USAGE: string = `bench [workload…]          measure leat beside the hand-written floors
bench stages [workload…]   measure what each stage of leat costs per value

  --json               one line of JSON per workload instead of a table
  --runs <n>           runs of each, interleaved; figures are medians (3)
  --rows <n>           rows over all tables (each workload's own number)
  --destination <name> ${DESTINATIONS.map(({ name }) => name).join(', ')}
  --cpu-prof           one more run of leat, profiled; prints the file and the functions on top
  --heap               one more run of leat with samples of its memory over time

Workloads:
${WORKLOADS.map(({ name, description }) => `  ${name.padEnd(8)} ${description}`).join('\n')}`;

/**
 * Reads the command line.
 *
 * @throws ConfigError for an option, a workload or a number that is none.
 */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [first] = positionals;
  const action = values.help === true ? 'help' : first === 'stages' ? 'stages' : 'compare';
  const names = action === 'stages' ? positionals.slice(1) : positionals;
  return {
    action,
    workloads: names.length === 0 ? WORKLOADS : names.map((name) => findNamed(WORKLOADS, name, 'workload')),
    destination: findNamed(DESTINATIONS, values.destination, 'destination').name,
    json: values.json,
    runs: count('runs', values.runs),
    rows: values.rows === undefined ? undefined : count('rows', values.rows),
    cpuProfile: values['cpu-prof'],
    heap: values.heap,
  };
}

interface Arguments {
  readonly values: {
    readonly json: boolean;
    readonly runs: string;
    readonly rows?: string;
    readonly destination: string;
    readonly 'cpu-prof': boolean;
    readonly heap: boolean;
    readonly help?: boolean;
  };
  readonly positionals: readonly string[];
}

function parse(args: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        runs: { type: 'string', default: '3' },
        rows: { type: 'string' },
        destination: { type: 'string', default: 'duckdb' },
        'cpu-prof': { type: 'boolean', default: false },
        heap: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'The command line cannot be read.', error);
  }
}

function count(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw invalid(`--${option} is not a whole number from 1: ${text}`);
  return number;
}

function invalid(message: string, cause?: unknown): ConfigError {
  return new ConfigError(message, {
    code: 'LEAT_OPTIONS_INVALID',
    recoverability: 'terminal',
    remedy: 'See --help.',
    ...(cause === undefined ? {} : { cause }),
  });
}
