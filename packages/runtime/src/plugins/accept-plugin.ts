import { ConfigError } from '@leat/core';
import {
  apiVersionOf,
  isDestinationExport,
  isSourceExport,
  kindOf,
  PLUGIN_API_VERSION,
  type DestinationExport,
  type PluginKind,
  type SourceExport,
} from './plugin-kind.ts';

/**
 * Checks that a value can be used as a source; `what` names it in the error.
 * @throws ConfigError `LEAT_PLUGIN_INVALID` or `LEAT_PLUGIN_API_VERSION`.
 */
export function acceptSource(what: string, value: unknown): SourceExport {
  if (!isSourceExport(value)) throw invalid('source', what, value);
  checkVersion(what, value);
  return value;
}

/** Checks that a value can be used as a destination; throws as `acceptSource` does. */
export function acceptDestination(what: string, value: unknown): DestinationExport {
  if (!isDestinationExport(value)) throw invalid('destination', what, value);
  checkVersion(what, value);
  return value;
}

function invalid(kind: PluginKind, what: string, value: unknown): ConfigError {
  const found = kindOf(value);
  return new ConfigError(`${what} is no ${kind} plugin${found === undefined ? '' : ` but a ${found}`}`, {
    code: 'LEAT_PLUGIN_INVALID',
    recoverability: 'terminal',
    remedy: `Export the answer of define${kind === 'source' ? 'Source' : 'Destination'} as default, or name another ${kind}.`,
  });
}

function checkVersion(what: string, value: object): void {
  const version = apiVersionOf(value);
  if (version === PLUGIN_API_VERSION) return;
  throw new ConfigError(
    `${what} speaks version ${String(version)} of the plugin contract, this leat version ${PLUGIN_API_VERSION}`,
    {
      code: 'LEAT_PLUGIN_API_VERSION',
      recoverability: 'terminal',
      remedy: 'Install versions of leat and of the plugin that fit together.',
    },
  );
}
