/**
 * Makes load ids: seconds since 1970 with six digits of fraction (`1749667187.541553`), strictly increasing even when the clock
 * is not. Ids of equal length sort as text in the order of their making, until the year 2286.
 *
 * `now` is in milliseconds; `micros` (0–999) tell runs apart that begin in the same one. `previous` is the newest id known,
 * wherever it was found.
 */
export function nextLoadId(now: number, micros: number, previous: string | undefined): string {
  const wanted = Math.max(now * 1000 + micros, previous === undefined ? 0 : microsOf(previous) + 1);
  const seconds = Math.floor(wanted / 1_000_000);
  return `${seconds}.${String(wanted - seconds * 1_000_000).padStart(6, '0')}`;
}

/** Micros since 1970 are below 2^53 until the year 2255. */
function microsOf(loadId: string): number {
  const [seconds = '0', fraction = ''] = loadId.split('.');
  return Number(seconds) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}
