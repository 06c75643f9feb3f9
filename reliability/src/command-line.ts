import { parseArgs } from 'node:util';
import { ConfigError } from '@leat/core';

/** Parts of the suite, in the order in which they run. */
export const PARTS = ['sweep', 'random', 'concurrency', 'limits', 'signals', 'disk', 'reader'] as const;

export type PartName = (typeof PARTS)[number];

/** What rows can be loaded into. */
export const DESTINATIONS = ['duckdb', 'postgres'] as const;

export type DestinationName = (typeof DESTINATIONS)[number];

/** Parts that make sense on a server many people use; the others are about files, or about the machine. */
const ON_POSTGRES: readonly PartName[] = ['sweep', 'reader'];

/** DuckDB has no readers in other processes while somebody writes. */
const ON_DUCKDB: readonly PartName[] = PARTS.filter((part) => part !== 'reader');

/** What the command was asked to do. */
export interface ReliabilityOptions {
  readonly destination: DestinationName;
  readonly only: readonly PartName[];
  readonly seed: number;
  /** How often parts repeat what they repeat. */
  readonly runs?: number;
  readonly json: boolean;
  /** Names of write modes to which the run is limited. */
  readonly modes?: readonly string[];
}

/**
 * Reads the command line; the one word in it that is no option is the destination, DuckDB unless it says otherwise.
 *
 * @throws ConfigError `LEAT_RELIABILITY_USAGE` for a destination, a part or a number that does not exist.
 */
export function readCommandLine(args: readonly string[], defaultSeed: number): ReliabilityOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true },
      seed: { type: 'string' },
      runs: { type: 'string' },
      mode: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  });
  const [destination, ...rest] = positionals.map(destinationNamed);
  if (rest.length > 0) throw usage('there is more than one destination', 'Run once for each.');
  const possible = destination === 'postgres' ? ON_POSTGRES : ON_DUCKDB;
  const only = (values.only ?? []).flatMap((names) => names.split(',')).map((name) => partNamed(name, possible));
  return {
    destination: destination ?? 'duckdb',
    only: only.length === 0 ? possible : possible.filter((part) => only.includes(part)),
    seed: values.seed === undefined ? defaultSeed : numberOf('seed', values.seed),
    ...(values.runs === undefined ? {} : { runs: numberOf('runs', values.runs) }),
    ...(values.mode === undefined ? {} : { modes: values.mode.flatMap((names) => names.split(',')) }),
    json: values.json === true,
  };
}

function destinationNamed(name: string): DestinationName {
  const destination = DESTINATIONS.find((known) => known === name);
  if (destination !== undefined) return destination;
  throw usage(`there is no destination ${JSON.stringify(name)}`, `Choose among: ${DESTINATIONS.join(', ')}.`);
}

function partNamed(name: string, possible: readonly PartName[]): PartName {
  const part = possible.find((known) => known === name);
  if (part !== undefined) return part;
  throw usage(`there is no part ${JSON.stringify(name)}`, `Choose among: ${possible.join(', ')}.`);
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`--${option} ${JSON.stringify(text)} is no number`, `Give --${option} a whole number.`);
}

function usage(message: string, remedy: string): ConfigError {
  return new ConfigError(message, { code: 'LEAT_RELIABILITY_USAGE', recoverability: 'terminal', remedy });
}
