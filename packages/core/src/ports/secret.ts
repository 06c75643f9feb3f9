const MASK = '***';
/** What `util.inspect` looks for, spelled so that this file needs no import (Node's documentation of `util`). */
const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom');

/**
 * A string that never shows itself: printing, inspecting, serializing and interpolating it give `***`.
 *
 * `reveal()` is the one way to the text; call it where the text leaves the process, nowhere else.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspectCustom](): string {
    return MASK;
  }
}

/** Takes a secret in either form; plain strings come from code, `Secret` from configuration. */
export function revealSecret(value: string | Secret): string {
  return typeof value === 'string' ? value : value.reveal();
}
