import { isLeatError, SchemaError, type ErrorDetails } from '../errors/leat-error.ts';
import { needsExactParser } from './number-probe.ts';
import { LineCutter, ListCutter, type PageCutter } from './page-cutter.ts';
import { MAX_JSON_DEPTH, parseExactly, parseJson } from './parse-json.ts';

/** What becomes of a line that cannot be read. */
export type MalformedLines = 'fail' | 'set-aside';

const NEWLINE = 10;
const SPACE = 32;
const OPEN_LIST = 91;
const BYTE_ORDER_MARK: ReadonlySet<number> = new Set([0xef, 0xbb, 0xbf]);

const NOTHING: readonly unknown[] = [];

/** Turns chunks of one text into pages of rows. */
export class JsonRowsReader {
  readonly #pageBytes: number;
  readonly #malformed: MalformedLines;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #cutter: PageCutter | undefined;
  #isList = false;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  /** Lines, or rows of the list, that were read. */
  #read = 0;

  constructor(pageBytes: number, malformed: MalformedLines) {
    this.#pageBytes = pageBytes;
    this.#malformed = malformed;
  }

  /** The rows of the page that these bytes complete; none where they complete none. */
  take(bytes: Uint8Array): readonly unknown[] {
    const chunk = this.#cutter === undefined ? this.#begin(bytes) : bytes;
    if (this.#cutter === undefined) return NOTHING;
    if (this.#cutter.ended) {
      this.#expectNothing(chunk);
      return NOTHING;
    }
    const place = this.#cutter.look(chunk);
    const hasEnded = this.#cutter.ended;
    if (place === undefined || (this.#bytes + place < this.#pageBytes && !hasEnded)) {
      this.#keep(chunk);
      return NOTHING;
    }
    this.#keep(chunk.subarray(0, place));
    const rows = this.#readPage();
    const rest = chunk.subarray(place + 1);
    if (hasEnded) this.#expectNothing(rest);
    else this.#keep(rest);
    return rows;
  }

  /** The rows of the last page. */
  finish(): readonly unknown[] {
    if (!this.#isList) return this.#readPage();
    if (this.#cutter?.ended === true) return NOTHING;
    throw this.#failure('ends before its list does');
  }

  /** Takes white space and the opening bracket of a list off the text. */
  #begin(bytes: Uint8Array): Uint8Array {
    let at = 0;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === NEWLINE) this.#read += 1;
      else if (byte > SPACE && !BYTE_ORDER_MARK.has(byte)) break;
    }
    if (at === bytes.length) return NO_BYTES;
    this.#isList = bytes[at] === OPEN_LIST;
    this.#cutter = this.#isList ? new ListCutter() : new LineCutter();
    if (!this.#isList) return bytes.subarray(at);
    this.#read = 0;
    return bytes.subarray(at + 1);
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#parts.push(bytes);
    this.#bytes += bytes.byteLength;
  }

  #readPage(): readonly unknown[] {
    const page = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts, this.#bytes);
    const text = page === undefined ? '' : this.#decode(page);
    this.#parts = [];
    this.#bytes = 0;
    return this.#isList ? this.#readList(text) : this.#readLines(text);
  }

  #decode(page: Uint8Array): string {
    try {
      return this.#decoder.decode(page);
    } catch (error) {
      throw this.#failure('is not UTF-8, or longer than a text can be,', error);
    }
  }

  #readList(text: string): readonly unknown[] {
    if (text.trim() === '') {
      if (this.#read === 0 && this.#cutter?.ended === true) return NOTHING;
      throw this.#failure('has no row between two commas');
    }
    try {
      // The brackets make it a list.
      const list = parseJson(`[${text}]`, MAX_JSON_DEPTH + 1) as readonly unknown[];
      this.#read += list.length;
      return list;
    } catch (error) {
      throw this.#failure('cannot be read', error);
    }
  }

  #readLines(text: string): readonly unknown[] {
    const rows: unknown[] = [];
    // One look at the whole page tells of most that all its lines can go the fast way.
    const exact = needsExactParser(text, MAX_JSON_DEPTH);
    for (const line of text.split('\n')) {
      if (!isBlank(line)) rows.push(this.#readLine(line, exact));
      this.#read += 1;
    }
    return rows;
  }

  #readLine(line: string, exact: boolean): unknown {
    try {
      return exact ? parseExactly(line) : parseFast(line);
    } catch (error) {
      if (this.#malformed === 'set-aside') return line;
      throw this.#failure('cannot be read', error);
    }
  }

  #expectNothing(bytes: Uint8Array): void {
    if (bytes.some((byte) => byte > SPACE)) throw this.#failure('goes on behind its list');
  }

  #failure(what: string, cause?: unknown): SchemaError {
    const number = this.#read + 1;
    const details: ErrorDetails = this.#isList ? { row: number } : { line: number };
    const known = isLeatError(cause) ? cause : undefined;
    const column = known?.details['column'];
    return new SchemaError(
      `A JSON text ${what} ${this.#isList ? `at row ${number} of its list, or behind it` : `in line ${number}`}.`,
      {
        code: known?.code ?? 'LEAT_JSON_MALFORMED',
        recoverability: 'terminal',
        remedy: known?.remedy ?? 'Look at the text there: it was cut off, or is no JSON in UTF-8.',
        details: { ...details, ...(column === undefined || this.#isList ? {} : { column }) },
      },
    );
  }
}

/** `JSON.parse`, with errors that say where and quote nothing. */
function parseFast(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return parseJson(line);
  }
}

const NO_BYTES = new Uint8Array(0);

function isBlank(line: string): boolean {
  return line === '' || (line.charCodeAt(0) <= SPACE && line.trim() === '');
}
