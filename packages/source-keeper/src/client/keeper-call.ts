import type { WaitNotice } from '@leat/core';

/** What the caller of a request lends it; a `ResourceContext` of core fits. */
export interface KeeperCall {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch after which the caller gives up; the command's own deadline may come earlier. */
  readonly deadline?: number;
  /** Hears of every wait longer than a second, with its reason. */
  wait?(notice: WaitNotice): void;
  /** Called once per HTTP request. */
  countRequest?(): void;
}
