import type { CommandResult } from './command-result.ts';

const success = words('created added removed updated deleted successfully completed done');
const forbidden = [
  'permission denied',
  'access denied',
  'not authorized',
  'is restricted to',
  'must be a root admin',
  'insufficient privileges',
  'not an msp administrator',
];
const missing = ['not found', 'does not exist', 'cannot find', 'could not be resolved', 'not a member of'];
const conflict = ['already exists', 'already in', 'already a member', 'already accepted', 'duplicate'];
const invalid = [
  'invalid',
  'not valid',
  'not allowed',
  'not unique',
  'unrecognized',
  'reserved',
  'character',
  'empty',
  'cannot be',
  'cannot get',
  'expects',
];
const failure = ['error', 'failed', 'failure'];
const warning = ['warning:', 'skipping'];

/**
 * Makes a result of text that a command printed or logged, by looking for words in it, in the service's order. This is why a
 * harmless line can become an error, and a refusal a success.
 */
export function resultOfText(command: string, text: string): CommandResult {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const lower = text.toLowerCase();
  const has = (list: readonly string[]): boolean => list.some((word) => lower.includes(word));
  const [first = ''] = command.split(' ');
  const joined = lines.join('\n');
  const message = lines.length > 1 ? lines : joined;
  const error = (status: number): CommandResult => ({
    status,
    body: { status: 'error', command: first, error: joined },
  });
  if (has(success) && (has(missing) || has(invalid) || has(failure))) {
    return {
      status: 207,
      body: { status: 'partial_success', command: first, message, data: null },
    };
  }
  if (has(forbidden)) return error(403);
  if (has(missing)) return error(500);
  if (has(conflict)) return { status: 409, body: { status: 'warning', command: first, message, data: null } };
  if (has(invalid)) return error(400);
  if (has(failure)) return error(500);
  if (has(warning)) return { status: 400, body: { status: 'warning', command: first, message, data: null } };
  return { status: 200, body: { status: 'success', command: first, message, data: null } };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
