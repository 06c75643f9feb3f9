const THOUSANDS = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `1,234,567`. */
export function whole(value: number): string {
  return THOUSANDS.format(value);
}

/** Decimal megabytes: `312 MB`. */
export function megabytes(bytes: number): string {
  return `${whole(bytes / 1e6)} MB`;
}

/** Seconds with milliseconds: `2.171`. */
export function seconds(value: number): string {
  return value.toFixed(3);
}
