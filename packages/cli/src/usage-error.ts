import { ConfigError } from '@leat/core';

/** The command line itself is wrong; nothing was done. */
export function usageError(message: string, remedy: string): ConfigError {
  return new ConfigError(message, { code: 'LEAT_USAGE', recoverability: 'terminal', remedy });
}
