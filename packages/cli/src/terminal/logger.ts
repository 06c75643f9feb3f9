import type { Logger, LogLevel } from '@leat/core';
import type { Output } from './output.ts';
import { sanitise } from './sanitise.ts';

const STYLES = { debug: 'dim', info: 'cyan', warn: 'yellow', error: 'red' } as const satisfies Record<LogLevel, string>;

/** Writes log lines to stderr; `debug` and `info` only when the user asked for more. */
export function createLogger(output: Output, verbose: boolean): Logger {
  return {
    log(level, message, details = {}) {
      if (!verbose && (level === 'debug' || level === 'info')) return;
      if (output.logFormat === 'json') {
        const facts = Object.entries(details).map(([key, value]) => [key, plain(value)] as const);
        output.log({ type: 'log', level, message, details: Object.fromEntries(facts) });
        return;
      }
      const facts = Object.entries(details).map(([key, value]) => ` ${sanitise(key)}=${format(value)}`);
      output.say(`${output.styleError(STYLES[level], level.padEnd(5))} ${sanitise(message)}${facts.join('')}`);
    },
  };
}

/** As `format`, for JSON: what JSON has a word for stays as it is. */
function plain(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : format(value);
}

/** Errors show their message only: what else hangs on one (a request with its headers) may hold a secret. */
function format(value: unknown): string {
  if (value instanceof Error) return sanitise(value.message);
  if (typeof value === 'string') return sanitise(value);
  return sanitise(JSON.stringify(value) ?? String(value));
}
