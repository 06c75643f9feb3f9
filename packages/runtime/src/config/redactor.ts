const MASK = '***';
// Shorter texts occur everywhere by chance: replacing them would tear holes into messages and hide nothing.
const SHORTEST = 4;

/** Knows the secrets of this process, so that nothing that is printed shows one. */
export class Redactor {
  readonly #secrets = new Set<string>();

  add(text: string): void {
    if (text.length < SHORTEST) return;
    this.#secrets.add(text);
    // Messages often show a value as JSON or as part of a URL.
    this.#secrets.add(JSON.stringify(text).slice(1, -1));
    this.#secrets.add(encodeURIComponent(text.toWellFormed()));
  }

  /** Gives the text with every secret replaced, the longest first. */
  redact(text: string): string {
    let redacted = text;
    for (const secret of [...this.#secrets].toSorted((a, b) => b.length - a.length))
      redacted = redacted.replaceAll(secret, MASK);
    return redacted;
  }
}

/** Hides user passwords and secret parameters in URLs, wherever they stand in a text. */
export function maskUrls(text: string): string {
  return text
    .replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*):[^\s/?#]*@/gi, `$1:${MASK}@`)
    .replaceAll(/([?&][^=&#\s]*(?:password|secret|token|key|signature)[^=&#\s]*=)[^&#\s]*/gi, `$1${MASK}`);
}
