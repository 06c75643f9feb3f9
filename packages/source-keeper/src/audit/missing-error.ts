import { keeperError } from '../errors/keeper-error.ts';

/** Events that are known to exist do not show, however often they are asked for. */
export function missingError(second: number): Error {
  return keeperError(
    'LEAT_KEEPER_AUDIT_MISSING',
    `The audit report does not show the events that are known to exist from ${isoOf(second)} on.`,
    { details: { second } },
  );
}

/** A second as people read it. */
export function isoOf(second: number): string {
  return new Date(second * 1000).toISOString().replace('.000Z', 'Z');
}
