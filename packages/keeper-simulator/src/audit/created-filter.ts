import { CommandError } from '../command.ts';

/** Bounds of event times in seconds since 1970, both inclusive; absent where the user gave none. */
export interface CreatedRange {
  readonly min?: number;
  readonly max?: number;
  /** Whether Commander knows the bounds as numbers; names like `last_30_days` are resolved by Keeper's cloud. */
  readonly named: boolean;
}

const day = 86_400;

/**
 * Reads `--created`: a name, `between A and B`, `>=A`, `<=A`, `>A`, `<A`, `=A` or `A`, with seconds since 1970, a date, or a
 * date and time that is local in spite of its `Z`.
 * @throws CommandError with Python's words for what is no date
 */
export function readCreated(text: string, now: number, utcOffsetMinutes: number): CreatedRange {
  const named = namedRange(text, Math.floor(now / 1000), utcOffsetMinutes);
  if (named !== undefined) return named;
  const at = (value: string): number => secondsOf(value.trim(), utcOffsetMinutes);
  const between = /^\s*between\s+(.+?)\s+and\s+(.+?)\s*$/i.exec(text);
  if (between !== null) return { min: at(between[1] ?? ''), max: at(between[2] ?? ''), named: false };
  const [, operator = '=', value = ''] = /^\s*(>=|<=|>|<|=)?\s*(.*?)\s*$/s.exec(text) ?? [];
  const second = at(value);
  switch (operator) {
    case '>=':
      return { min: second, named: false };
    case '>':
      return { min: second + 1, named: false };
    case '<=':
      return { max: second, named: false };
    case '<':
      return { max: second - 1, named: false };
    default:
      return { min: second, max: second, named: false };
  }
}

function secondsOf(value: string, utcOffsetMinutes: number): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Math.floor(Number(value));
  const long = value.length > 10;
  const pattern = long ? /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/ : /^\d{4}-\d{2}-\d{2}$/;
  const time = pattern.test(value) ? Date.parse(long ? value : `${value}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) {
    const format = long ? '%Y-%m-%dT%H:%M:%SZ' : '%Y-%m-%d';
    throw new CommandError(`time data '${value}' does not match format '${format}'`);
  }
  return time / 1000 - utcOffsetMinutes * 60;
}

function namedRange(text: string, now: number, utcOffsetMinutes: number): CreatedRange | undefined {
  const offset = utcOffsetMinutes * 60;
  const local = new Date((now + offset) * 1000);
  const start = (year: number, month: number, date: number): number => Date.UTC(year, month, date) / 1000 - offset;
  const year = local.getUTCFullYear();
  const month = local.getUTCMonth();
  const today = start(year, month, local.getUTCDate());
  switch (text) {
    case 'today':
      return { min: today, named: true };
    case 'yesterday':
      return { min: today - day, max: today - 1, named: true };
    case 'last_7_days':
      return { min: now - 7 * day, named: true };
    case 'last_30_days':
      return { min: now - 30 * day, named: true };
    case 'month_to_date':
      return { min: start(year, month, 1), named: true };
    case 'last_month':
      return { min: start(year, month - 1, 1), max: start(year, month, 1) - 1, named: true };
    case 'year_to_date':
      return { min: start(year, 0, 1), named: true };
    case 'last_year':
      return { min: start(year - 1, 0, 1), max: start(year, 0, 1) - 1, named: true };
    default:
      return undefined;
  }
}
