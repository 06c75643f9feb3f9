/** Lets one task run at a time, in the order of asking; a task whose signal aborts leaves the line. */
export class SerialLock {
  #tail: Promise<void> = Promise.resolve();

  async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const before = this.#tail;
    const { promise, resolve } = Promise.withResolvers<void>();
    // Whoever comes next waits for this task and all before it, also when this one gives up early.
    this.#tail = before.then(() => promise);
    try {
      await orAbort(before, signal);
      return await task();
    } finally {
      resolve();
    }
  }
}

/** Waits for the promise, or rejects with the signal's reason as soon as it aborts. */
async function orAbort(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => {
    // The reason is the caller's, usually an AbortError; it is passed on unchanged as the platform does.
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- see above
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
