import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import type { CommandContext } from '../command-context.ts';

/** Milliseconds a run has to end after the second signal; a source that does not listen must not keep the process. */
const STOP_GRACE_MS = 5000;

/**
 * Turns signals into what a run understands: the first one drains (stop reading, load what was read), the second one stops at
 * once, a third one ends the process. Dispose it when the run is over.
 */
export class Interruption implements Disposable {
  readonly #context: CommandContext;
  readonly #drain = new AbortController();
  readonly #stop = new AbortController();
  #exitCode: ExitCode | undefined;
  /** False until the run has begun: while it waits for another one there is nothing to drain, and one signal stops it. */
  canDrain = false;

  constructor(context: CommandContext) {
    this.#context = context;
    context.process.on('SIGINT', this.#onInterrupt);
    context.process.on('SIGTERM', this.#onTerminate);
  }

  /** Aborts at the first signal. */
  get drain(): AbortSignal {
    return this.#drain.signal;
  }

  /** Aborts at the second signal. */
  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  /** What the process exits with if a signal ended the run early; undefined before any signal. */
  get exitCode(): ExitCode | undefined {
    return this.#exitCode;
  }

  [Symbol.dispose](): void {
    this.#context.process.off('SIGINT', this.#onInterrupt);
    this.#context.process.off('SIGTERM', this.#onTerminate);
  }

  readonly #onInterrupt = (): void => this.#receive(EXIT_CODES.interrupted, 'press Ctrl-C again to stop at once');
  readonly #onTerminate = (): void => this.#receive(EXIT_CODES.terminated, 'a second signal stops at once');

  #receive(code: ExitCode, hint: string): void {
    const { output, process } = this.#context;
    this.#exitCode ??= code;
    if (this.#stop.signal.aborted) process.exit(this.#exitCode);
    if (this.#drain.signal.aborted || !this.canDrain) {
      output.say('Stopping at once; what was sealed is resumed by the next run.');
      this.#stop.abort();
      // Ending here is as safe as a crash: what was not sealed is discarded, what was sealed is resumed by the next run.
      setTimeout(() => process.exit(code), STOP_GRACE_MS).unref();
      return;
    }
    output.say(`Stopping: what was read is being loaded; ${hint}.`);
    this.#drain.abort();
  }
}
