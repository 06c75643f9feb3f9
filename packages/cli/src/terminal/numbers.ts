// A fixed locale: output must not depend on the machine.
const grouping = new Intl.NumberFormat('en-US');

/** `12431` → `12,431`. */
export function formatCount(count: number): string {
  return grouping.format(count);
}

/** `2`, `table` → `2 tables`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Bytes in decimal units, as disks are sold: `31.8 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  // From 999.95 on one decimal would round up to 1000.0 of the smaller unit.
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Seconds for a column of a summary: `41.2 s`. */
export function formatSeconds(seconds: number): string {
  return `${grouping.format(Number(seconds.toFixed(1)))}${Number.isInteger(Number(seconds.toFixed(1))) ? '.0' : ''} s`;
}

/** Milliseconds as whole seconds, for waits: `31 s`; below one second with a decimal. */
export function formatWait(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 1 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
