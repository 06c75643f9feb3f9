import { styleText } from 'node:util';
import type { Redactor } from '@leat/runtime';
import type { LogFormat } from '../command.ts';
import { safeJson } from './sanitise.ts';

/** What this package needs of a process; tests bring their own. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string, done?: (error?: Error | null) => void): boolean;
  on(event: 'drain' | 'error', listener: () => void): unknown;
}

/** One line of `--log-format json`, without what every line has: version and time. Described in the README. */
export type LogRecord = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
};

type Style = Parameters<typeof styleText>[0];

/** Results go to stdout, everything said about them to stderr; neither ever shows a secret of the project. */
export class Output {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly json: boolean;
  readonly logFormat: LogFormat;
  /** Set once the project is known; until then there are no secrets. */
  redactor: Redactor | undefined;
  readonly #now: () => number;
  #closed = false;
  #wake: (() => void) | undefined;
  #hasResult = false;
  /** Set while a progress line is on the screen: takes it away before something else is written. */
  clearProgress: (() => void) | undefined;

  constructor(
    streams: { readonly stdout: OutputStream; readonly stderr: OutputStream },
    options: { readonly json: boolean; readonly logFormat?: LogFormat; readonly now?: () => number },
  ) {
    this.stdout = streams.stdout;
    this.stderr = streams.stderr;
    this.json = options.json;
    this.logFormat = options.logFormat ?? 'text';
    this.#now = options.now ?? Date.now;
    // A reader that went away (`leat query … | head`) is no failure: there is just nobody left to tell.
    this.stdout.on('error', () => {
      this.#closed = true;
      this.#wake?.();
    });
    this.stdout.on('drain', () => this.#wake?.());
    this.stderr.on('error', () => {});
  }

  /** True when the reader of stdout has gone away: producing more is useless. */
  get closed(): boolean {
    return this.#closed;
  }

  /** True when something was written to stdout already, so that no second JSON object may follow. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  /** Writes a line of the result for people; nothing when `--json` asked for an object instead. */
  async line(text = ''): Promise<void> {
    if (!this.json) await this.raw(`${this.#redact(text)}\n`);
  }

  /** Writes the one object of `--json`; nothing without it. */
  async object(value: object): Promise<void> {
    await this.objectText(JSON.stringify(value, null, 2));
  }

  /** As `object`, for values that `JSON.stringify` would not write digit by digit. */
  async objectText(json: string): Promise<void> {
    if (this.json) await this.raw(`${this.#redact(safeJson(json))}\n`);
  }

  /** Writes to stdout as it is: rows of a query, which are the user's data and not leat's words. Waits when the reader is slow. */
  async raw(text: string): Promise<void> {
    if (this.#closed || text === '') return;
    this.clearProgress?.();
    this.#hasResult = true;
    if (this.stdout.write(text)) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Writes a line about what happens to stderr. */
  say(text: string): void {
    if (this.logFormat === 'json') {
      this.log({ type: 'log', level: 'info', message: text });
      return;
    }
    this.clearProgress?.();
    this.stderr.write(`${this.#redact(text)}\n`);
  }

  /** Writes a line of `--log-format json` to stderr, whatever the format: callers ask for it first. */
  log(record: LogRecord): void {
    const time = new Date(this.#now()).toISOString();
    this.stderr.write(`${this.#redact(safeJson(JSON.stringify({ version: 1, time, ...record })))}\n`);
  }

  /** Styles text for stdout; plain where the stream is no terminal or NO_COLOR is set. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: asStream(this.stdout) });
  }

  /** As `style`, for stderr. */
  styleError(style: Style, text: string): string {
    if (this.logFormat === 'json') return text;
    return styleText(style, text, { stream: asStream(this.stderr) });
  }

  /** Waits until both streams have taken what was written. */
  async flush(): Promise<void> {
    await Promise.all(
      [this.stdout, this.stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))),
    );
  }

  #redact(text: string): string {
    return this.redactor?.redact(text) ?? text;
  }
}

/** Columns of a terminal; undefined where the stream is none. A terminal that reports 0 has not been told its size. */
export function terminalWidth(stream: OutputStream): number | undefined {
  if (stream.isTTY !== true) return undefined;
  return stream.columns === undefined || stream.columns === 0 ? USUAL_WIDTH : stream.columns;
}

const USUAL_WIDTH = 80;

/** `styleText` reads `isTTY` and the colour depth of a stream and nothing else. */
function asStream(stream: OutputStream): NodeJS.WritableStream {
  return stream as unknown as NodeJS.WritableStream;
}
