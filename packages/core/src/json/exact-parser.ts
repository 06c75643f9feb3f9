import { SchemaError } from '../errors/leat-error.ts';
import { exactNumber } from './exact-number.ts';

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const UPPER_E = 69;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const LOWER_E = 101;
const LOWER_F = 102;
const LOWER_N = 110;
const LOWER_T = 116;
const LOWER_U = 117;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

type Container = unknown[] | Record<string, unknown>;

/**
 * Reads one JSON text (RFC 8259) as `JSON.parse` does, but for numbers, which become what `exactNumber` says.
 *
 * It does not recurse, so depth costs heap and not stack; the last of equal keys wins; `__proto__` is a key like
 * another.
 */
export class ExactParser {
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  /**
   * Throws `SchemaError`: LEAT_JSON_MALFORMED, LEAT_JSON_DEPTH or LEAT_JSON_NUMBER_RANGE, with the place and no
   * content.
   */
  parse(): unknown {
    const open: Container[] = [];
    const openKeys: string[] = [];
    let container: Container | undefined;
    let key = '';
    for (;;) {
      // Here a value is expected.
      let value: unknown;
      const code = this.#skipBlanks();
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (openKeys.length >= this.#maxDepth) throw this.#tooDeep();
        const opened: Container = code === OPEN_BRACE ? {} : [];
        this.#at++;
        const next = this.#skipBlanks();
        if (next !== (code === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET)) {
          if (container !== undefined) open.push(container);
          openKeys.push(key);
          container = opened;
          if (code === OPEN_BRACE) key = this.#readKey(next);
          continue;
        }
        this.#at++;
        value = opened;
      } else value = this.#readScalar(code);

      // The value is complete; so may be the containers around it.
      for (;;) {
        if (container === undefined) {
          this.#skipBlanks();
          if (this.#at < this.#text.length) throw this.#malformed();
          return value;
        }
        const isArray = Array.isArray(container);
        if (Array.isArray(container)) container.push(value);
        else setOwn(container, key, value);
        const after = this.#skipBlanks();
        if (after === COMMA) {
          this.#at++;
          if (!isArray) key = this.#readKey(this.#skipBlanks());
          break;
        }
        if (after !== (isArray ? CLOSE_BRACKET : CLOSE_BRACE)) throw this.#malformed();
        this.#at++;
        value = container;
        container = open.pop();
        key = openKeys.pop() ?? '';
      }
    }
  }

  /** The next code that is no blank; NaN at the end of the text. */
  #skipBlanks(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return code;
      this.#at++;
    }
  }

  #readKey(code: number): string {
    if (code !== QUOTE) throw this.#malformed();
    const key = this.#readString();
    if (this.#skipBlanks() !== COLON) throw this.#malformed();
    this.#at++;
    return key;
  }

  #readScalar(code: number): unknown {
    if (code === QUOTE) return this.#readString();
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.#readNumber();
    if (code === LOWER_T) return this.#readWord('true', true);
    if (code === LOWER_F) return this.#readWord('false', false);
    if (code === LOWER_N) return this.#readWord('null', null);
    throw this.#malformed();
  }

  #readWord<Value>(word: string, value: Value): Value {
    for (let index = 0; index < word.length; index++, this.#at++) {
      if (this.#text.charCodeAt(this.#at) !== word.charCodeAt(index)) throw this.#malformed();
    }
    return value;
  }

  #readString(): string {
    const text = this.#text;
    let at = this.#at + 1;
    let start = at;
    let unescaped = '';
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return unescaped === '' ? text.slice(start, at) : unescaped + text.slice(start, at);
      }
      if (code === BACKSLASH) {
        unescaped += text.slice(start, at);
        this.#at = at;
        unescaped += this.#readEscape();
        at = this.#at;
        start = at;
      } else if (code >= SPACE) at++;
      else {
        // A control character, or NaN at the end of the text.
        this.#at = at;
        throw this.#malformed();
      }
    }
  }

  #readEscape(): string {
    const mark = this.#text.charAt(this.#at + 1);
    const character = ESCAPES.get(mark);
    if (character !== undefined) {
      this.#at += 2;
      return character;
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (mark.charCodeAt(0) !== LOWER_U || !/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#malformed();
    this.#at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #readNumber(): unknown {
    const text = this.#text;
    const start = this.#at;
    if (text.charCodeAt(start) === MINUS) this.#at++;
    if (text.charCodeAt(this.#at) === ZERO) this.#at++;
    else this.#readDigits();
    if (text.charCodeAt(this.#at) === DOT) {
      this.#at++;
      this.#readDigits();
    }
    const mark = text.charCodeAt(this.#at);
    if (mark === LOWER_E || mark === UPPER_E) {
      this.#at++;
      const sign = text.charCodeAt(this.#at);
      if (sign === PLUS || sign === MINUS) this.#at++;
      this.#readDigits();
    }
    const value = exactNumber(text.slice(start, this.#at));
    if (value !== undefined) return value;
    this.#at = start;
    throw this.#failure('LEAT_JSON_NUMBER_RANGE', 'A number of a JSON text has an exponent beyond ±400', {
      remedy: 'Correct the number at its source, or have the source write it as a string.',
    });
  }

  /** One digit or more. */
  #readDigits(): void {
    const start = this.#at;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (!(code >= ZERO && code <= NINE)) break;
      this.#at++;
    }
    if (this.#at === start) throw this.#malformed();
  }

  #malformed(): SchemaError {
    return this.#failure('LEAT_JSON_MALFORMED', 'A text that should be JSON is not', {
      remedy: 'See what the source sent: an error page or a truncated answer are the usual causes.',
    });
  }

  #tooDeep(): SchemaError {
    return this.#failure('LEAT_JSON_DEPTH', `A JSON text nests deeper than ${this.#maxDepth} levels`, {
      remedy: 'Raise the limit if the depth is intended, or select the part of the document that is needed.',
    });
  }

  /** The error for the place that has been reached; lines and columns count from 1. */
  #failure(code: `LEAT_${string}`, problem: string, { remedy }: { readonly remedy: string }): SchemaError {
    let line = 1;
    let lineStart = 0;
    for (let end = this.#text.indexOf('\n'); end >= 0 && end < this.#at; end = this.#text.indexOf('\n', lineStart)) {
      line++;
      lineStart = end + 1;
    }
    const column = this.#at - lineStart + 1;
    return new SchemaError(`${problem} (line ${line}, column ${column}).`, {
      code,
      recoverability: 'terminal',
      remedy,
      details: { offset: this.#at, line, column, length: this.#text.length },
    });
  }
}

function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
