const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Finds places between rows, chunk by chunk; all of them are ASCII characters, so a cut never splits a character. */
export interface PageCutter {
  /** Index of the last character in the next chunk that stands between rows, or ends them; undefined where none does. */
  look(chunk: Uint8Array): number | undefined;
  /** Whether the rows have ended; whatever follows is none. */
  readonly ended: boolean;
}

/** Rows are lines. */
export class LineCutter implements PageCutter {
  readonly ended = false;

  look(chunk: Uint8Array): number | undefined {
    const at = chunk.lastIndexOf(NEWLINE);
    return at < 0 ? undefined : at;
  }
}

/** Rows are what a list holds, whose opening bracket was taken. Knows no more of JSON than strings and nesting. */
export class ListCutter implements PageCutter {
  ended = false;
  #depth = 0;
  #inString = false;
  #escaped = false;

  look(chunk: Uint8Array): number | undefined {
    let place: number | undefined;
    let depth = this.#depth;
    let inString = this.#inString;
    let escaped = this.#escaped;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (depth === 0 && byte === CLOSE_LIST) {
          this.ended = true;
          return at;
        }
        // A brace too many is left for the parser to refuse.
        if (depth > 0) depth -= 1;
      } else if (byte === COMMA && depth === 0) place = at;
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = escaped;
    return place;
  }
}
