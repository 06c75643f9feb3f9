import { writeFileSync } from 'node:fs';
import { mappedFileBytes } from './process-memory.ts';

/** Milliseconds between two samples. */
const INTERVAL = 10;

/** Memory of this process at one moment, in bytes. */
export interface MemorySample {
  /** Milliseconds since the first sample. */
  readonly at: number;
  readonly rss: number;
  /** Of which files mapped into memory, mostly code; absent where the system does not tell. */
  readonly files?: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly arrayBuffers: number;
}

/** Notes the process's memory over time, and writes one JSON document per sample when it is disposed. */
export class MemorySampler implements Disposable {
  readonly #path: string;
  readonly #started = performance.now();
  readonly #samples: MemorySample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(path: string) {
    this.#path = path;
    this.#timer = setInterval(() => this.#take(), INTERVAL);
    this.#take();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#take();
    writeFileSync(this.#path, this.#samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  }

  #take(): void {
    const { rss, heapUsed, heapTotal, arrayBuffers } = process.memoryUsage();
    const files = mappedFileBytes();
    this.#samples.push({
      at: Math.round(performance.now() - this.#started),
      rss,
      ...(files === undefined ? {} : { files }),
      heapUsed,
      heapTotal,
      arrayBuffers,
    });
  }
}
