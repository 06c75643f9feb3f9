import type { RepeatReason, ResubmitReason } from '../answers/verdict.ts';

/** How often and after how long something is tried again. */
interface RepeatRule {
  /** Milliseconds before the first, second, … attempt; the last one goes on. */
  readonly delays: readonly number[];
  /** Attempts after the first; absent: until the deadline. */
  readonly attempts?: number;
  /** For the progress line. */
  readonly told: string;
}

/**
 * Patience per reason. The service never sends Retry-After. Its windows are fixed and refused requests do not lengthen them, so
 * waiting 60 s always helps against `N per 1 minute`; trying after 10, 20 and 40 s finds the end of the window earlier.
 */
export const REPEAT_RULES: Readonly<Record<RepeatReason, RepeatRule>> = {
  // A key can be missing for an instant while the service rewrites its configuration.
  unauthorized: {
    delays: [2000],
    attempts: 1,
    told: 'the service refused the key; trying once more',
  },
  'rate-limited': { delays: [10_000, 20_000, 40_000, 60_000], told: 'rate limit of the service' },
  'queue-full': {
    delays: [2000, 4000, 8000, 16_000, 30_000],
    told: 'the queue of the service is full',
  },
  proxy: {
    delays: [1000, 2000, 4000, 8000, 16_000],
    attempts: 5,
    told: 'a proxy cannot reach the service',
  },
  garbled: { delays: [500, 1000, 2000], attempts: 3, told: 'an answer was cut or malformed' },
  network: { delays: [500, 1000, 2000, 4000, 8000, 15_000], told: 'the service does not answer' },
};

/** Before the first answer at all a wrong address is likelier than a short failure: half a minute, then the truth. */
export const FIRST_CONTACT_ATTEMPTS = 6;

/** When a command is submitted again. Reading commands may run twice. */
export const RESUBMIT_RULES: Readonly<Record<ResubmitReason, RepeatRule>> = {
  lost: { delays: [1000], attempts: 2, told: 'the service restarted' },
  expired: { delays: [1000], attempts: 5, told: 'the command expired in the queue' },
  throttled: { delays: [30_000, 60_000, 120_000], told: "Keeper's cloud throttles the service" },
};

/** The delay before attempt `count` (1 is the first repetition), or undefined when there is none left. */
export function delayBefore(rule: RepeatRule, count: number): number | undefined {
  if (rule.attempts !== undefined && count > rule.attempts) return undefined;
  return rule.delays[Math.min(count, rule.delays.length) - 1];
}
