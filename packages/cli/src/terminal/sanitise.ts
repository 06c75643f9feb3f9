// What can move the cursor, change colours, reorder what is read or start a new line: C0 and C1 controls, DEL, the line and
// paragraph separators, and the bidirectional controls of Unicode (UAX #9).
// oxlint-disable-next-line no-control-regex -- they are what it looks for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Makes text of others safe to print on one line: what could steer a terminal is written as its code point. */
export function sanitise(text: string): string {
  return text.toWellFormed().replaceAll(UNSAFE, (character) => SHORT[character] ?? `\\u${codeOf(character)}`);
}

/** As `sanitise`, but line breaks stay. */
export function sanitiseLines(text: string): string {
  return text.split('\n').map(sanitise).join('\n');
}

/** Writes JSON that says the same but holds nothing a terminal would obey; `JSON.stringify` escapes the C0 controls only. */
export function safeJson(json: string): string {
  return json.replaceAll(UNSAFE, (character) => (character === '\n' ? character : `\\u${codeOf(character)}`));
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function codeOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, '0');
}
