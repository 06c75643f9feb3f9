import { ConfigError, LeatError } from '@leat/core';

/** A measurement did not come about, or measured two different things. */
export class BenchError extends LeatError {
  override readonly name = 'BenchError';
}

/** Says that something on the command line is not known. */
export function unknownName(what: string, name: string, known: readonly string[]): ConfigError {
  return new ConfigError(`There is no ${what} called "${name}".`, {
    code: 'LEAT_OPTIONS_INVALID',
    recoverability: 'terminal',
    remedy: `Use one of: ${known.join(', ')}.`,
    details: { [what]: name },
  });
}
