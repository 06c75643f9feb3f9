const MASK = '***';

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
}

// `util.inspect` (Node's documentation of `util`) would otherwise print the class's name and nothing else.
Object.defineProperty(Secret.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => MASK });

/** Takes a secret in either form; plain strings come from code, `Secret` from configuration. */
export function revealSecret(value: string | Secret): string {
  return typeof value === 'string' ? value : value.reveal();
}
