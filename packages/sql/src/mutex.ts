/** Lets one task at a time through, in the order they came. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    // The next task waits for this one, whatever became of it; the caller of this one sees its error.
    this.#tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
