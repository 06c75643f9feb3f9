import { ConfigError } from '@leat/core';
import { formatPath } from './settings.ts';

/** A value that is set nowhere, and every place that was looked at, in the order of precedence. */
export interface MissingValue {
  readonly path: readonly string[];
  readonly places: readonly string[];
}

/** Several values are missing; all are told at once, so that one look suffices to set them. */
export class MissingValuesError extends ConfigError {
  readonly missing: readonly MissingValue[];

  constructor(pipeline: string, missing: readonly MissingValue[], hints: readonly string[]) {
    const count = missing.length === 1 ? '1 value is' : `${missing.length} values are`;
    const blocks = missing.map(
      ({ path, places }) => `${formatPath(path)}, looked for in\n${places.map((place) => `  ${place}`).join('\n')}`,
    );
    super([`${count} missing for pipeline "${pipeline}"`, ...blocks, ...hints].join('\n'), {
      code: 'LEAT_CONFIG_MISSING',
      recoverability: 'terminal',
      remedy:
        'Set each value in one of the places listed below it; keep secrets in the environment or in .leat/secrets.toml.',
      details: { pipeline, count: missing.length },
    });
    this.missing = missing;
  }
}
