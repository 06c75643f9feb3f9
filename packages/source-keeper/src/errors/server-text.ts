const MAX_LENGTH = 200;
// oxlint-disable-next-line no-control-regex -- control characters, and marks that reorder a terminal's text, are what this removes
const UNPRINTABLE = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]+/g;

/**
 * Makes a line of the service's text fit for an error message: control characters and direction marks become a space, lone
 * surrogates are replaced, at most 200 characters stay.
 */
export function cleanLine(text: string): string {
  const line = text.replace(UNPRINTABLE, ' ').trim().toWellFormed();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1).toWellFormed()}…`;
}

/** The first line that says something; a stack trace of the host in the lines below is left out. */
export function firstLine(text: string): string {
  return cleanLine(text.split(/[\r\n]+/).find((line) => line.trim() !== '') ?? '');
}

/** Joins what the service sends as `message` or `error`: a text, or a list of lines. */
export function serverText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.filter((line) => typeof line === 'string').join('\n');
  return '';
}
