import { ConfigError, SchemaError, SourceError } from '../../errors/leat-error.ts';

/** What a cursor belongs to, for messages. */
export interface CursorPlace {
  readonly resource: string;
  /** Keys joined with dots. */
  readonly path: string;
}

/** A cursor that cannot be compared. Names its kind, never its value. */
export function cursorTypeError({ resource, path }: CursorPlace, found: string, expected: string): SchemaError {
  return new SchemaError(`The cursor "${path}" of resource "${resource}" is ${found}, where ${expected} is expected.`, {
    code: 'LEAT_CURSOR_TYPE',
    recoverability: 'terminal',
    remedy:
      'Let the source (or a step) give one type: numbers, timestamps, or text. Reset the resource where its type has changed.',
    details: { resource, path, found, expected },
  });
}

/** A row without a cursor, where all must have one. */
export function cursorMissing({ resource, path }: CursorPlace): SourceError {
  return new SourceError(`A row of resource "${resource}" has no cursor "${path}".`, {
    code: 'LEAT_CURSOR_MISSING',
    recoverability: 'terminal',
    remedy: "Correct the path, or set onMissing to 'include' or 'exclude'.",
    details: { resource, path },
  });
}

/** Settings of `incremental`, or a window, that make no sense. */
export function incrementalInvalid({ resource, path }: CursorPlace, why: string): ConfigError {
  return new ConfigError(`Resource "${resource}" cannot be read by its cursor "${path}": ${why}.`, {
    code: 'LEAT_INCREMENTAL_INVALID',
    recoverability: 'terminal',
    remedy: "Correct the resource's `incremental`, or the window of the run.",
    details: { resource, path },
  });
}
