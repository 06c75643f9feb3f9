import { parseArgs } from 'node:util';
import { ConfigError } from '@leat/core';
import { DESTINATIONS } from './destinations.ts';
import { findNamed } from './find-named.ts';
import { FLOORS } from './floors.ts';
import type { ProcessWorkload } from './processes/process-workload.ts';
import { PROCESS_WORKLOADS } from './processes/process-workloads.ts';
import type { Workload } from './workload.ts';
import { WORKLOADS } from './workloads.ts';

/** What a first word other than a workload asks for; without one, leat is measured beside the floors. */
const ACTIONS = ['stages', 'versus', 'peers', 'history'] as const;

/** What the command line asks for. */
export interface Command {
  readonly action: 'compare' | 'help' | (typeof ACTIONS)[number];
  /** Root of the other checkout, for `versus`. */
  readonly checkout: string;
  readonly workloads: readonly Workload[];
  readonly processes: readonly ProcessWorkload[];
  readonly destination: string;
  readonly json: boolean;
  readonly runs: number;
  /** Rows over all tables; each workload's own number where it is absent. */
  readonly rows: number | undefined;
  /** Append the figures to the history of this version. */
  readonly record: boolean;
  readonly cpuProfile: boolean;
  readonly heap: boolean;
}

const NAMED: readonly { readonly name: string; readonly description: string; readonly long?: true }[] = [
  ...WORKLOADS,
  ...PROCESS_WORKLOADS,
];

/** What `--help` prints. */
export const USAGE: string = `bench [workload…]            measure leat beside the hand-written floors
bench stages [workload…]     measure what each stage of leat costs per value
bench versus <folder> [workload…]  measure this checkout beside another one, run by run
bench peers                  measure dlt and sling beside leat, where they are installed
bench history                what was recorded, by version

  --all                the long workloads too
  --json               one line of JSON per workload instead of a table
  --runs <n>           runs of each, interleaved; figures are medians (3)
  --rows <n>           rows over all tables (each workload's own number)
  --destination <name> ${DESTINATIONS.map(({ name }) => name).join(', ')}
  --record             append the figures to bench/history/<version>.jsonl
  --cpu-prof           one more run of leat, profiled; prints the file and the functions on top
  --heap               one more run of leat with samples of its memory over time, and a profile of what it allocated

Workloads (those marked with * take minutes, and run only when they are named, or with --all):
${NAMED.map(({ name, description, long }) => `${long === true ? ' *' : '  '}${name.padEnd(14)} ${description}`).join('\n')}`;

/**
 * Reads the command line.
 *
 * @throws ConfigError for an option, a workload or a number that is none.
 */
export function parseCommandLine(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const action = values.help === true ? 'help' : (ACTIONS.find((name) => name === positionals[0]) ?? 'compare');
  const rest = action === 'compare' || action === 'help' ? positionals : positionals.slice(1);
  const [checkout = ''] = action === 'versus' ? rest : [];
  if (action === 'versus' && checkout === '') throw invalid('versus needs the folder of the other checkout.');
  const destination = findNamed(DESTINATIONS, values.destination, 'destination').name;
  return {
    action,
    checkout,
    ...choose(action === 'versus' ? rest.slice(1) : rest, action, destination, values.all),
    destination,
    json: values.json,
    runs: count('runs', values.runs),
    rows: values.rows === undefined ? undefined : count('rows', values.rows),
    record: values.record,
    cpuProfile: values['cpu-prof'],
    heap: values.heap,
  };
}

/** Those that are named; otherwise all that the action and the destination have a meaning for. */
function choose(
  names: readonly string[],
  action: Command['action'],
  destination: string,
  all: boolean,
): Pick<Command, 'workloads' | 'processes'> {
  if (names.length > 0) {
    const chosen = new Set(names.map((name) => findNamed(NAMED, name, 'workload').name));
    return {
      workloads: WORKLOADS.filter(({ name }) => chosen.has(name)),
      processes: PROCESS_WORKLOADS.filter(({ name }) => chosen.has(name)),
    };
  }
  const measurable = ({ name, long, besideTenth, merge }: Workload): boolean =>
    (all || long !== true) &&
    (action !== 'stages' || merge === undefined) &&
    (FLOORS[destination]?.[name] !== undefined || (besideTenth === true && destination === 'duckdb'));
  return {
    workloads: WORKLOADS.filter(measurable),
    processes: action === 'compare' && destination === 'duckdb' ? PROCESS_WORKLOADS : [],
  };
}

interface Arguments {
  readonly values: {
    readonly all: boolean;
    readonly json: boolean;
    readonly runs: string;
    readonly rows?: string;
    readonly destination: string;
    readonly record: boolean;
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
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        runs: { type: 'string', default: '3' },
        rows: { type: 'string' },
        destination: { type: 'string', default: 'duckdb' },
        record: { type: 'boolean', default: false },
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
