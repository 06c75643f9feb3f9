import type { LeatError } from '@leat/core';
import type { RateWindow } from '../client/rate-limiter.ts';
import type { JsonObject } from './decoded-answer.ts';

/** What a command gave: rows in whatever form it prints them, and what it said beside. */
export interface CommandOutput {
  readonly data: unknown;
  readonly message: string;
  /** The server's clock at the answer, in milliseconds since the epoch. */
  readonly date?: number;
}

/** Why the same request is sent again. */
export type RepeatReason = 'unauthorized' | 'rate-limited' | 'queue-full' | 'proxy' | 'garbled' | 'network';

/** Why a command is submitted again. */
export type ResubmitReason = 'lost' | 'expired' | 'throttled';

/** What an answer means. `error` is thrown when the patience for its kind is used up. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly requestId: string }
  | { readonly kind: 'pending'; readonly phase: 'queued' | 'processing' }
  | { readonly kind: 'done'; readonly output: CommandOutput }
  | { readonly kind: 'info'; readonly value: JsonObject; readonly date?: number; readonly server?: string }
  | {
      readonly kind: 'repeat';
      readonly reason: RepeatReason;
      readonly error: LeatError;
      /** The limit of the service, where a 429 names it. */
      readonly window?: RateWindow;
    }
  | { readonly kind: 'resubmit'; readonly reason: ResubmitReason; readonly error: LeatError }
  | { readonly kind: 'failed'; readonly error: LeatError };
