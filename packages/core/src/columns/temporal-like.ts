/** An instant: whole milliseconds since 1970 and 0–999 microseconds more. */
export interface Epoch {
  readonly millis: number;
  readonly micros: number;
}

/**
 * Reads what Temporal's `Instant` and `ZonedDateTime` have (TC39 proposal Temporal): `epochNanoseconds`, a bigint. Also
 * polyfills and objects that look alike.
 */
export function epochOf(value: unknown): Epoch | undefined {
  if (typeof value !== 'object' || value === null || !('epochNanoseconds' in value)) return undefined;
  const nanoseconds = value.epochNanoseconds;
  if (typeof nanoseconds !== 'bigint') return undefined;
  const inMilli = BigInt.asUintN(64, ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n);
  return { millis: Number((nanoseconds - inMilli) / 1_000_000n), micros: Number(inMilli / 1000n) };
}
