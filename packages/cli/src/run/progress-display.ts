import type { LogLevel, RunEvent } from '@leat/core';
import type { CommandContext } from '../command-context.ts';
import { terminalWidth } from '../terminal/output.ts';
import { truncate } from '../terminal/display-width.ts';
import { formatCount, formatWait } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';
import { progressText } from './progress-text.ts';
import type { RunProgress } from './run-progress.ts';

/** A run shorter than this shows no progress. */
const QUIET_MS = 1000;
const REDRAW_MS = 100;
/** Between two log lines about rows, where there is no terminal to redraw a line on. */
const LOG_EVERY_MS = 10_000;

/** Shows a run while it lasts, on stderr. Dispose it before the summary is printed. */
export interface ProgressDisplay extends Disposable {
  take(event: RunEvent): void;
}

/** One line that is redrawn on a terminal, log lines elsewhere, nothing with `--no-progress`; all events with `--log-format json`. */
export function createProgressDisplay(context: CommandContext, progress: RunProgress): ProgressDisplay {
  if (context.output.logFormat === 'json') return new EventLog(context);
  if (!context.showProgress) return { take: () => {}, [Symbol.dispose]: () => {} };
  const { stderr } = context.output;
  const isTerminal = stderr.isTTY === true && !context.process.env['CI'] && context.process.env['TERM'] !== 'dumb';
  return isTerminal ? new ProgressLine(context, progress) : new ProgressLog(context, progress);
}

/** Every event of the run as a line of JSON; whoever wants less filters by type. */
class EventLog implements ProgressDisplay {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  take(event: RunEvent): void {
    this.#context.output.log({ level: LEVELS[event.type] ?? 'info', ...event });
  }

  [Symbol.dispose](): void {
    // Lines stay.
  }
}

const LEVELS: Partial<Record<RunEvent['type'], LogLevel>> = {
  'resource-progress': 'debug',
  'file-written': 'debug',
  'file-loaded': 'debug',
  'resource-failed': 'error',
  warning: 'warn',
};

class ProgressLine implements ProgressDisplay {
  readonly #context: CommandContext;
  readonly #progress: RunProgress;
  readonly #started: number;
  readonly #timer: NodeJS.Timeout;
  #isShown = false;

  constructor(context: CommandContext, progress: RunProgress) {
    this.#context = context;
    this.#progress = progress;
    this.#started = context.clock.now();
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
    this.#timer.unref();
    context.output.clearProgress = () => this.#clear();
  }

  take(): void {
    // The timer draws; events only change what it draws.
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#clear();
    this.#context.output.clearProgress = undefined;
  }

  #draw(): void {
    const now = this.#context.clock.now();
    if (now - this.#started < QUIET_MS) return;
    const { output } = this.#context;
    const text = truncate(progressText(this.#progress, now), (terminalWidth(output.stderr) ?? 80) - 1);
    output.stderr.write(`\r\u001b[2K${output.styleError('dim', output.redactor?.redact(text) ?? text)}`);
    this.#isShown = true;
  }

  #clear(): void {
    if (this.#isShown) this.#context.output.stderr.write('\r\u001b[2K');
    this.#isShown = false;
  }
}

class ProgressLog implements ProgressDisplay {
  readonly #context: CommandContext;
  readonly #progress: RunProgress;
  readonly #started: number;
  #lastLine: number;

  constructor(context: CommandContext, progress: RunProgress) {
    this.#context = context;
    this.#progress = progress;
    this.#started = context.clock.now();
    this.#lastLine = this.#started;
  }

  take(event: RunEvent): void {
    const now = this.#context.clock.now();
    const line = this.#lineFor(event, now);
    if (line === undefined) return;
    this.#lastLine = now;
    this.#context.output.say(line);
  }

  [Symbol.dispose](): void {
    // Log lines stay.
  }

  #lineFor(event: RunEvent, now: number): string | undefined {
    switch (event.type) {
      case 'package-resumed':
        return `resuming load package ${sanitise(event.loadId)} of an earlier run`;
      case 'package-discarded':
        return `discarded load package ${sanitise(event.loadId)}: it was never sealed`;
      case 'resource-waiting':
        // Short pauses of a client-side rate limit are no news.
        return event.milliseconds < QUIET_MS
          ? undefined
          : `${sanitise(event.resource)} waits ${formatWait(event.milliseconds)}: ${sanitise(event.reason)}`;
      case 'resource-finished':
        return now - this.#started < QUIET_MS
          ? undefined
          : `${sanitise(event.resource)}: ${formatCount(event.rows)} rows read`;
      case 'resource-progress':
      case 'file-loaded':
        return now - this.#lastLine < LOG_EVERY_MS ? undefined : progressText(this.#progress, now);
      default:
        return undefined;
    }
  }
}
