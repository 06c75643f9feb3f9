import type { Logger } from '../ports/logger.ts';
import type { WaitNotice } from '../source/resource.ts';
import type { RunWindow } from './cursor/cursor-bounds.ts';
import type { PageSink } from './page-sink.ts';
import type { ReadingNode } from './reading-tree.ts';

/** What readings need of the run around them. */
export interface ReadingHost {
  readonly signal: AbortSignal;
  readonly drain: AbortSignal;
  readonly logger: Logger;
  readonly limit: number | undefined;
  /** Whether the resources were asked for by name. */
  readonly named: boolean;
  /** A window in place of the cursors' own; no state is changed then. */
  readonly window: RunWindow | undefined;
  openSink(resource: ReadingNode['resource']): PageSink;
  /** Waits until there is room for more rows, and lets others have their turn. */
  ready(): Promise<void>;
  onStart(resource: string): void;
  onProgress(resource: string, rows: number, requests: number): void;
  onWait(resource: string, notice: WaitNotice): void;
  onFailure(error: unknown): void;
}
