import type { ApiKey } from './api-keys.ts';
import { isGranted } from './api-keys.ts';
import { refusal } from './responses.ts';
import type { Response } from './responses.ts';

const maximumLength = 4096;

/**
 * Reads the body of a submitted command in the service's order: what is not an object fails first, then the fields, then the
 * grant, and only then what was no JSON at all or empty.
 */
export function readCommand(contentType: string | undefined, body: string, key: ApiKey): string | Response {
  const json = isJsonType(contentType);
  const parsed = json ? parse(body) : undefined;
  if (isTruthy(parsed)) {
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return refusal(403, 'Access denied');
    const command: unknown = 'command' in parsed ? parsed.command : undefined;
    if (command === undefined || command === null) return refusal(400, 'Missing required field "command"');
    if (typeof command !== 'string') return refusal(400, 'Command must be a string');
    if (codePoints(command) > maximumLength) return refusal(400, 'Command length exceeded');
    if (!isGranted(key, command)) return refusal(403, 'Not permitted to perform this function');
    return command;
  }
  if (!json) return refusal(400, 'Content-Type must be application/json');
  if (parsed === undefined) {
    const text = 'The browser (or proxy) sent a request that this server could not understand.';
    return refusal(500, `400 Bad Request: ${text}`);
  }
  return refusal(400, 'Invalid or empty JSON');
}

function isJsonType(contentType: string | undefined): boolean {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // What is no JSON is an answer of its own, see readCommand.
    return undefined;
  }
}

/** Python's truth of a JSON value: empty objects, lists and text, 0, false and null are false. */
function isTruthy(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Python counts code points, not UTF-16 units. */
function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1) count += 1;
  return count;
}
