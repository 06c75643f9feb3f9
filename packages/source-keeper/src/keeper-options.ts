import { Secret } from '@leat/core';
import { z } from 'zod';

/** A command whose output becomes a table. */
export interface CommandOption {
  /** Name of the resource and its table. */
  readonly name: string;
  /** As typed in Commander, or its words; `--format json` is added. */
  readonly command: string | readonly string[];
  readonly primaryKey?: string | readonly string[];
  /** Keys joined with a dot that lead from the printed JSON to the rows, where it is an object. */
  readonly rows?: string;
}

/** Options of the source as a user writes them. */
export interface KeeperOptionsInput {
  /** Address of the service, with or without `/api/v2`: `https://keeper.example.com:8900`. */
  readonly baseUrl: string;
  readonly apiKey: string | Secret;
  /** The 32 characters given to `service-create -ek`, when the service encrypts its answers. */
  readonly encryptionKey?: string | Secret | undefined;
  /** Requests per minute and endpoint. Default 50: the service allows 60. */
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
  /** API of the service; only `v2` exists here. */
  readonly mode?: 'v2' | undefined;
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
  readonly mode: 'v2';
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

/** Names of the resources that are always there; a command cannot take one. */
const BUILT_IN_NAMES = ['records', 'folders', 'users', 'teams', 'queue_status', 'health'] as const;

const command: z.ZodType<CommandOption, CommandOption> = z.strictObject({
  name: z
    .string()
    .min(1)
    .refine(
      (name) => !BUILT_IN_NAMES.some((taken) => taken === name),
      'is the name of a resource that is there already',
    ),
  command: z.union([z.string().min(1), z.array(z.string()).min(1).readonly()]),
  primaryKey: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]).exactOptional(),
  rows: z.string().min(1).exactOptional(),
});

/** Reads and completes the options. What belongs together with the address (http, loopback) is checked by the client. */
export const keeperOptions: z.ZodType<KeeperOptions, KeeperOptionsInput> = z.strictObject({
  baseUrl: z.string().min(1),
  apiKey: secret,
  encryptionKey: secret.optional(),
  ratePerMinute: z.number().int().min(1).max(100_000).default(50),
  commandTimeoutMs: z.number().int().min(1000).max(86_400_000).default(900_000),
  pollIntervalMs: z
    .strictObject({ min: z.number().min(1).max(60_000), max: z.number().min(1).max(60_000) })
    .refine(({ min, max }) => min <= max, 'min is greater than max')
    .default({ min: 300, max: 5000 }),
  maxResponseBytes: z
    .number()
    .int()
    .min(1024)
    .max(512 * 2 ** 20)
    .default(256 * 2 ** 20),
  allowInsecure: z.boolean().default(false),
  ca: z.string().min(1).optional(),
  mode: z.literal('v2').default('v2'),
  commands: z
    .array(command)
    .readonly()
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'two commands have the same name')
    .default([]),
  allowUnsafeCommands: z.array(z.string()).readonly().default([]),
});
