import { parseArgs } from 'node:util';
import { ConfigError } from '@leat/core';

/** Parts of the suite, in the order in which they run. */
export const PARTS = ['sweep', 'random', 'concurrency', 'limits', 'signals', 'disk'] as const;

export type PartName = (typeof PARTS)[number];

/** What the command was asked to do. */
export interface ReliabilityOptions {
  readonly only: readonly PartName[];
  readonly seed: number;
  /** How often parts repeat what they repeat. */
  readonly runs?: number;
  readonly json: boolean;
  /** Names of write modes to which the run is limited. */
  readonly modes?: readonly string[];
}

/**
 * Reads the command line.
 *
 * @throws ConfigError `LEAT_RELIABILITY_USAGE` for a part or a number that does not exist.
 */
export function readCommandLine(args: readonly string[], defaultSeed: number): ReliabilityOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      seed: { type: 'string' },
      runs: { type: 'string' },
      mode: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  });
  const only = (values.only ?? []).flatMap((names) => names.split(',')).map(partNamed);
  return {
    only: only.length === 0 ? PARTS : PARTS.filter((part) => only.includes(part)),
    seed: values.seed === undefined ? defaultSeed : numberOf('seed', values.seed),
    ...(values.runs === undefined ? {} : { runs: numberOf('runs', values.runs) }),
    ...(values.mode === undefined ? {} : { modes: values.mode.flatMap((names) => names.split(',')) }),
    json: values.json === true,
  };
}

function partNamed(name: string): PartName {
  const part = PARTS.find((known) => known === name);
  if (part !== undefined) return part;
  throw usage(`there is no part ${JSON.stringify(name)}`, `Choose among: ${PARTS.join(', ')}.`);
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usage(`--${option} ${JSON.stringify(text)} is no number`, `Give --${option} a whole number.`);
}

function usage(message: string, remedy: string): ConfigError {
  return new ConfigError(message, { code: 'LEAT_RELIABILITY_USAGE', recoverability: 'terminal', remedy });
}
