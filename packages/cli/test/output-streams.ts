import { Output, type OutputStream } from '../src/terminal/output.ts';

/** A stream that keeps what is written to it. */
export class MemoryStream implements OutputStream {
  readonly isTTY: boolean;
  readonly columns: number;
  text = '';

  constructor(columns?: number) {
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 80;
  }

  write(text: string, done?: () => void): boolean {
    this.text += text;
    done?.();
    return true;
  }

  on(): this {
    return this;
  }
}

/** Output whose streams can be read afterwards; with a width they are terminals. */
export function memoryOutput(options: { readonly columns?: number; readonly json?: boolean } = {}): {
  readonly output: Output;
  readonly stdout: MemoryStream;
  readonly stderr: MemoryStream;
} {
  const stdout = new MemoryStream(options.columns);
  const stderr = new MemoryStream(options.columns);
  return { output: new Output({ stdout, stderr }, { json: options.json === true }), stdout, stderr };
}
