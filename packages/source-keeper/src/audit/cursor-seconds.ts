import type { CursorValue } from '@leat/core';

/** A bound of a cursor in seconds since 1970; texts without a zone are in UTC. Undefined for none, and for what is no time. */
export function secondsOfCursor(value: CursorValue | undefined): number | undefined {
  const text = typeof value === 'string' ? value.trim().replace(' ', 'T') : undefined;
  const zoned = text === undefined || !text.includes('T') || /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`;
  const time = value instanceof Date ? value.getTime() : Date.parse(zoned ?? '');
  return Number.isNaN(time) ? undefined : time / 1000;
}
