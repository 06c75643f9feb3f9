import { ConfigError } from '@leat/core';
import type { CommandContext } from '../command-context.ts';

/** What this package needs of stdin. */
export type InputStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/**
 * Makes sure that somebody wants what cannot be undone: by `--yes`, or by typing a word on a terminal. Nobody is asked without
 * a terminal or in CI.
 *
 * @throws ConfigError `LEAT_NOT_CONFIRMED`
 */
export async function confirm(
  { output, process }: CommandContext,
  what: string,
  word: string,
  options: { readonly yes: boolean },
): Promise<void> {
  if (options.yes) return;
  const { stdin } = process;
  const canAsk = stdin?.isTTY === true && output.stderr.isTTY === true && !process.env['CI'] && !output.json;
  if (stdin === undefined || !canAsk) throw notConfirmed(`${what} was not confirmed`);
  const { createInterface } = await import('node:readline');
  output.say(`${what}. Type ${word} to go on:`);
  const lines = createInterface({ input: stdin });
  try {
    for await (const line of lines) {
      if (line.trim() === word) return;
      break;
    }
  } finally {
    lines.close();
  }
  throw notConfirmed(`${what} was not confirmed`);
}

function notConfirmed(message: string): ConfigError {
  return new ConfigError(message, {
    code: 'LEAT_NOT_CONFIRMED',
    recoverability: 'terminal',
    remedy: 'Give --yes when you are sure.',
  });
}
