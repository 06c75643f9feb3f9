import type { Secret } from '@leat/core';
import type { PollInterval } from './command-run.ts';

/** How to reach a service, and how to treat it. */
export interface KeeperClientOptions {
  /** Address of the service, with or without `/api/v2`. */
  readonly baseUrl: string;
  /** Key of the service; white space around it is dropped, since secret files end in a line break. */
  readonly apiKey: string | Secret;
  /** The 32 characters given to `service-create -ek`, when the service encrypts its answers. */
  readonly encryptionKey?: string | Secret;
  /** Requests per minute and endpoint (submit, result, queue…). Default 55: the service allows 60. */
  readonly ratePerMinute?: number;
  /** Milliseconds a command may take, waiting in the queue included. Default 15 minutes. */
  readonly commandTimeoutMs?: number;
  /** Milliseconds between two looks for a result, doubling from `min` to `max`. Default 300 to 5000. */
  readonly pollIntervalMs?: PollInterval;
  /** Size of an answer after inflation. Default 256 MiB. */
  readonly maxResponseBytes?: number;
  /** Milliseconds without a byte after which a connection is given up. Default 60 s. */
  readonly idleTimeoutMs?: number;
  /** Allows plain http to other machines than this one. */
  readonly allowInsecure?: boolean;
  /** Certificate authorities (PEM) to trust instead of Node's own. */
  readonly ca?: string;
  /** SHA-256 fingerprint of the only certificate to accept, beside the check of its chain: 64 hexadecimal digits, colons allowed. */
  readonly pinnedCertificate?: string;
  /** Certificate and private key (PEM) to show to a proxy that asks for them. */
  readonly clientCertificate?: { readonly certificate: string; readonly key: string | Secret };
  /** API of the service. Default `auto`: v2, and v1 where only that is on. */
  readonly mode?: 'auto' | 'v1' | 'v2';
}
