/** Hands pages from one who pushes to one who pulls: the pusher waits until a page was taken. */
export class PageChannel<Page, End> {
  #waiting: { readonly page: Page; readonly taken: () => void } | undefined;
  #end: { readonly value: End } | { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;
  #abandoned = false;

  /** Resolves when the page was taken, or when nobody takes pages any more. */
  async push(page: Page): Promise<void> {
    if (this.#abandoned) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { page, taken: resolve };
    this.#wake();
    await promise;
  }

  close(value: End): void {
    this.#end = { value };
    this.#wake();
  }

  fail(error: unknown): void {
    this.#end = { error };
    this.#wake();
  }

  /** Lets a pusher go that waits for nobody. */
  abandon(): void {
    this.#abandoned = true;
    this.#waiting?.taken();
    this.#waiting = undefined;
  }

  /** @throws what the other side failed with */
  async *pages(): AsyncGenerator<Page, End, void> {
    for (;;) {
      const waiting = this.#waiting;
      if (waiting !== undefined) {
        this.#waiting = undefined;
        try {
          yield waiting.page;
        } finally {
          waiting.taken();
        }
        continue;
      }
      if (this.#end !== undefined) {
        if ('error' in this.#end) throw this.#end.error;
        return this.#end.value;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      // oxlint-disable-next-line no-await-in-loop -- waits for the next page
      await promise;
    }
  }
}
