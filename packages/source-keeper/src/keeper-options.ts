import { Secret } from '@leat/core';
import { z } from 'zod';
import { type AuditOptions, type AuditOptionsInput, auditOptions } from './audit/audit-options.ts';
import { type Preset, PRESETS, RESOURCE_NAMES } from './resources/presets.ts';

/** A command whose output becomes a table. */
export interface CommandOption {
  /** Name of the resource and its table. */
  readonly name: string;
  /** As typed in Commander, or its words; `--format json` is added. */
  readonly command: string | readonly string[];
  readonly primaryKey?: string | readonly string[];
  /** Keys joined with a dot that lead from the printed JSON to the rows, where it is an object. */
  readonly rows?: string;
  /**
   * What happens to each cell: `secret` is dropped unless a policy of the pipeline says otherwise, `personal` follows the policies,
   * `plain` is loaded. A cell that is not named is dropped. Required for commands that reveal secrets.
   */
  readonly columns?: Readonly<Record<string, 'plain' | 'personal' | 'secret'>>;
}

/** Options of the source as a user writes them. */
export interface KeeperOptionsInput {
  /** Address of the service, with or without `/api/v2`: `https://keeper.example.com:8900`. */
  readonly baseUrl: string;
  readonly apiKey: string | Secret;
  /** The 32 characters given to `service-create -ek`, when the service encrypts its answers. */
  readonly encryptionKey?: string | Secret | undefined;
  /** Requests per minute and endpoint. Default 55: the service allows 60. */
  readonly ratePerMinute?: number | undefined;
  /** Milliseconds a command may take, waiting in the queue included. Default 15 minutes. */
  readonly commandTimeoutMs?: number | undefined;
  /** Milliseconds between two looks for a result, doubling from `min` to `max`. Default 300 to 5000. */
  readonly pollIntervalMs?: { readonly min: number; readonly max: number } | undefined;
  /** Size of an answer after inflation. Default 256 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** Allows plain http to other machines than this one. */
  readonly allowInsecure?: boolean | undefined;
  /** Certificate authorities (PEM) to trust instead of Node's own. */
  readonly ca?: string | undefined;
  /** SHA-256 fingerprint of the only certificate to accept, beside the check of its chain. */
  readonly pinnedCertificate?: string | undefined;
  /** Certificate and private key (PEM) to show to a proxy that asks for them. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string | Secret } | undefined;
  /** API of the service. Default `auto`: v2, and v1 where only that is on. */
  readonly mode?: 'auto' | 'v1' | 'v2' | undefined;
  /** Which resources are read where none is named. Default `metadata`. */
  readonly preset?: Preset | undefined;
  /** How the audit log is read. */
  readonly audit?: AuditOptionsInput | undefined;
  /** Replaces email addresses by hashes before anything else sees them: SHA-256, or HMAC-SHA-256 with a key of 16 characters or more. */
  readonly hashEmails?: boolean | { readonly key: string | Secret } | undefined;
  /** Lets tables (all, or those named) become empty or less than half of what they were. */
  readonly allowShrink?: boolean | readonly string[] | undefined;
  /** Ids of requests of this key, for the resources `status` and `result`. */
  readonly requestIds?: readonly string[] | undefined;
  /** Commands whose output becomes tables. */
  readonly commands?: readonly CommandOption[] | undefined;
  /** First words of commands that may reveal secrets, one by one. */
  readonly allowUnsafeCommands?: readonly string[] | undefined;
}

/** Options of the source after validation. */
export interface KeeperOptions {
  readonly baseUrl: string;
  readonly apiKey: Secret;
  readonly encryptionKey?: Secret | undefined;
  readonly ratePerMinute: number;
  readonly commandTimeoutMs: number;
  readonly pollIntervalMs: { readonly min: number; readonly max: number };
  readonly maxResponseBytes: number;
  readonly allowInsecure: boolean;
  readonly ca?: string | undefined;
  readonly pinnedCertificate?: string | undefined;
  readonly clientCertificate?: { readonly certificate: string; readonly key: Secret } | undefined;
  readonly mode: 'auto' | 'v1' | 'v2';
  readonly preset: Preset;
  readonly audit: AuditOptions;
  readonly hashEmails: boolean | { readonly key: Secret };
  readonly allowShrink: boolean | readonly string[];
  readonly requestIds: readonly string[];
  readonly commands: readonly CommandOption[];
  readonly allowUnsafeCommands: readonly string[];
}

/** A secret in either form. A `Secret` of another copy of core is no instance of this one's class, so its shape decides. */
const secret = z
  .union([
    z.string().min(1),
    z.custom<Secret>(
      (value) => typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function',
      'expected text or a Secret',
    ),
  ])
  .transform((value) => (typeof value === 'string' ? new Secret(value) : value));

const command: z.ZodType<CommandOption, CommandOption> = z.strictObject({
  name: z
    .string()
    .min(1)
    .refine(
      (name) => !RESOURCE_NAMES.some((taken) => taken === name),
      'is the name of a resource that is there already',
    ),
  command: z.union([z.string().min(1), z.array(z.string()).min(1).readonly()]),
  primaryKey: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]).exactOptional(),
  rows: z.string().min(1).exactOptional(),
  columns: z.record(z.string().min(1), z.enum(['plain', 'personal', 'secret'])).exactOptional(),
});

function isLong(key: Secret): boolean {
  return key.reveal().length >= 16;
}

/** Reads and completes the options. What belongs together with the address (http, loopback) is checked by the client. */
export const keeperOptions: z.ZodType<KeeperOptions, KeeperOptionsInput> = z.strictObject({
  baseUrl: z.string().min(1),
  apiKey: secret,
  encryptionKey: secret.optional(),
  ratePerMinute: z.number().int().min(1).max(100_000).default(55),
  commandTimeoutMs: z.number().int().min(1000).max(86_400_000).default(900_000),
  pollIntervalMs: z
    .strictObject({ min: z.number().min(1).max(60_000), max: z.number().min(1).max(60_000) })
    .refine(({ min, max }) => min <= max, 'min is greater than max')
    .default({ min: 300, max: 5000 }),
  maxResponseBytes: z
    .number()
    .int()
    .min(1024)
    .max(4096 * 2 ** 20)
    .default(256 * 2 ** 20),
  allowInsecure: z.boolean().default(false),
  ca: z.string().min(1).optional(),
  pinnedCertificate: z.string().min(64).optional(),
  clientCertificate: z.strictObject({ certificate: z.string().min(1), key: secret }).optional(),
  mode: z.enum(['auto', 'v1', 'v2']).default('auto'),
  preset: z.enum(PRESETS).default('metadata'),
  audit: auditOptions.prefault({}),
  hashEmails: z
    .union([z.boolean(), z.strictObject({ key: secret.refine(isLong, 'has fewer than 16 characters') })])
    .default(false),
  allowShrink: z.union([z.boolean(), z.array(z.string()).readonly()]).default(false),
  requestIds: z
    .array(z.string().regex(/^[\w-]{1,100}$/, 'is no id of a request'))
    .readonly()
    .default([]),
  commands: z
    .array(command)
    .readonly()
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'two commands have the same name')
    .default([]),
  allowUnsafeCommands: z.array(z.string()).readonly().default([]),
});
