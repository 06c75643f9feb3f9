import { digitAt, fourDigitsAt, twoDigitsAt } from './ascii-digits.ts';
import { dateFromDays, daysFromDate, daysInYear, FIRST_DAY, LAST_DAY, NO_DAY } from './calendar.ts';

const DASH = 45;
const SLASH = 47;
const UPPER_W = 87;

/**
 * Days since 1970-01-01 of an ISO 8601 date, or undefined.
 *
 * Accepted are `YYYY-MM-DD`, `YYYYMMDD`, `YYYY/MM/DD`, `YYYY-MM`, `YYYY` (first day of the month, of the year), days of
 * the year `YYYY-DDD` and `YYYYDDD`, and weeks `YYYY-Www[-D]` and `YYYYWww[D]` (Monday where the day is absent). The
 * date must exist and lie in the years 0001–9999.
 */
export function parseIsoDate(text: string): number | undefined {
  const year = text.length < 4 || text.length > 10 ? -1 : fourDigitsAt(text, 0);
  if (year < 0) return undefined;
  const days = readAfterYear(text, year);
  return days >= FIRST_DAY && days <= LAST_DAY ? days : undefined;
}

function readAfterYear(text: string, year: number): number {
  if (text.length === 4) return daysFromDate(year, 1, 1);
  const mark = text.charCodeAt(4);
  const start = mark === DASH || mark === SLASH ? 5 : 4;
  if (text.charCodeAt(start) === UPPER_W) return mark === SLASH ? NO_DAY : readWeek(text, year, start + 1);
  const left = text.length - start;
  if (left === 3) return mark === SLASH ? NO_DAY : dayOfYear(year, digitAt(text, start), twoDigitsAt(text, start + 1));
  if (left === 2) return mark === DASH ? daysFromDate(year, twoDigitsAt(text, 5), 1) : NO_DAY;
  if (start === 4) return left === 4 ? daysFromDate(year, twoDigitsAt(text, 4), twoDigitsAt(text, 6)) : NO_DAY;
  if (left !== 5 || text.charCodeAt(7) !== mark) return NO_DAY;
  return daysFromDate(year, twoDigitsAt(text, 5), twoDigitsAt(text, 8));
}

function dayOfYear(year: number, hundreds: number, rest: number): number {
  const first = daysFromDate(year, 1, 1);
  if (first === NO_DAY || hundreds < 0 || rest < 0) return NO_DAY;
  const day = hundreds * 100 + rest;
  return day >= 1 && day <= daysInYear(year) ? first + day - 1 : NO_DAY;
}

/** `at` is where the week number begins; the day has a dash before it exactly if the week has. */
function readWeek(text: string, year: number, at: number): number {
  const week = twoDigitsAt(text, at);
  let weekday = 1;
  if (text.length !== at + 2) {
    const dash = at === 6 ? 1 : 0;
    if (text.length !== at + 3 + dash || (dash === 1 && text.charCodeAt(at + 2) !== DASH)) return NO_DAY;
    weekday = digitAt(text, at + 2 + dash);
  }
  const fourthOfJanuary = daysFromDate(year, 1, 4);
  if (fourthOfJanuary === NO_DAY || week < 1 || weekday < 1 || weekday > 7) return NO_DAY;
  // Week 1 is the one with 4 January in it; a year's last week begins at the latest on 28 December.
  const monday = mondayBefore(fourthOfJanuary) + (week - 1) * 7;
  return monday <= daysFromDate(year, 12, 28) ? monday + weekday - 1 : NO_DAY;
}

/** 1970-01-01 was a Thursday. */
function mondayBefore(days: number): number {
  return days - ((((days + 3) % 7) + 7) % 7);
}

/** `YYYY-MM-DD` of days since 1970-01-01 within the years 0001–9999. */
export function formatDate(days: number): string {
  const date = String(dateFromDays(days)).padStart(8, '0');
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}
