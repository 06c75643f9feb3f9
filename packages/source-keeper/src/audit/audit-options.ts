import { z } from 'zod';

/** How the audit log is read. */
export interface AuditOptions {
  /** Where the first run begins: a date or a time in UTC. Default: at the beginning of the log. */
  readonly initial?: string | undefined;
  /** Seconds below the service's clock that are left for the next run. Default 60. */
  readonly lagSeconds: number;
  /** Seconds that an event may come late: so much is read again by the next run. Default 3600. */
  readonly lookbackSeconds: number;
  /** Events after which a run ends, at the end of a page; the next one goes on there. Default: no end. */
  readonly maxEventsPerRun?: number | undefined;
  /** What happens when events that were read before are gone, as by retention. Default `fail`. */
  readonly onMissing: 'fail' | 'continue';
}

/** {@link AuditOptions} as a user writes them. */
export type AuditOptionsInput = { readonly [K in keyof AuditOptions]?: AuditOptions[K] | undefined };

const DAY = 86_400;

export const auditOptions: z.ZodType<AuditOptions, AuditOptionsInput> = z.strictObject({
  initial: z
    .string()
    .refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), 'is no date like 2024-01-31')
    .optional(),
  lagSeconds: z.number().int().min(0).max(DAY).default(60),
  lookbackSeconds: z
    .number()
    .int()
    .min(0)
    .max(31 * DAY)
    .default(3600),
  maxEventsPerRun: z.number().int().min(1).optional(),
  onMissing: z.enum(['fail', 'continue']).default('fail'),
});
