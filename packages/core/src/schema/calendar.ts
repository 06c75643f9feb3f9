/** Milliseconds of a day; leat knows no leap seconds, as POSIX time does not. */
export const DAY_MILLIS = 86_400_000;

/** Result of `daysFromDate` for a date that does not exist. Far outside the days of the years 0001–9999. */
export const NO_DAY = -0x8000_0000;

/** 0001-01-01 and 9999-12-31 as days since 1970-01-01: what every destination's date can hold. */
export const FIRST_DAY = -719_162;
export const LAST_DAY = 2_932_896;

const isLeapYear = (year: number): boolean => (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days of a year of the proleptic Gregorian calendar. */
export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

/** Days of a month (1–12); the sum picks 31 for 1 3 5 7 8 10 12. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return 30 + ((month + (month >> 3)) & 1);
}

/**
 * Days since 1970-01-01 of a date of the proleptic Gregorian calendar, or `NO_DAY`.
 *
 * Years 1–9999, months and days from 1; anything else, also 30 February, does not exist. Allocates nothing.
 */
export function daysFromDate(year: number, month: number, day: number): number {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return NO_DAY;
  // Years begin in March here, so that the day of leap years comes last and months have regular lengths.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const century = (marchYear / 100) | 0;
  const dayOfYear = ((153 * marchMonth + 2) / 5) | 0;
  return 365 * marchYear + (marchYear >> 2) - century + (century >> 2) + dayOfYear + day - 719_469;
}

/** Year, month and day as `year * 10000 + month * 100 + day` for days since 1970-01-01 within the years 0001–9999. */
export function dateFromDays(days: number): number {
  const sinceMarchOfYear0 = days + 719_468;
  const era = (sinceMarchOfYear0 / 146_097) | 0;
  const dayOfEra = sinceMarchOfYear0 - era * 146_097;
  const leapDays = ((dayOfEra / 1460) | 0) - ((dayOfEra / 36_524) | 0) + ((dayOfEra / 146_096) | 0);
  const yearOfEra = ((dayOfEra - leapDays) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const marchMonth = ((5 * dayOfYear + 2) / 153) | 0;
  const day = dayOfYear - (((153 * marchMonth + 2) / 5) | 0) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return year * 10_000 + month * 100 + day;
}
