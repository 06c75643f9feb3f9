import { generateEnterprise } from './generate-enterprise.ts';
import { generateEvents } from './generate-events.ts';
import { generateFolders, generateRecords, generateTrash } from './generate-records.ts';
import { Random } from './random.ts';
import { KeeperSimulatorError } from './simulator-error.ts';
import type { Vault } from './vault.ts';

/** What to generate; everything has a default, and equal options give an equal vault. */
export interface VaultOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Records that `list` shows; default 60. */
  readonly records?: number;
  /** Users of the enterprise, the service's own among them; default 24, at least 1. */
  readonly users?: number;
  /** Approved teams; default 6. */
  readonly teams?: number;
  /** Folders of all kinds; default 16, and none in a vault without records. */
  readonly folders?: number;
  /** Audit events; default 400. */
  readonly events?: number;
  /** How many of the events fall into one second; default 5. */
  readonly eventBurst?: number;
  /** Records in the trash; default 4, and none in a vault without records. */
  readonly trash?: number;
  /** When the last event may have happened, in seconds since 1970; default 2026-10-19T00:00:00Z. */
  readonly until?: number;
  /** Days that the events are spread over; default 28. */
  readonly days?: number;
  /** Default 2300017: ids of nodes, users and roles are then above 2^53. */
  readonly enterpriseId?: number;
}

const defaultUntil = 1_792_368_000;

/**
 * Generates an enterprise with one user's vault and an audit log: invented, reproducible, and unkind on purpose (tabs, quotes,
 * line breaks, right-to-left marks, formulas, SQL, `null`, `NaN`, lone surrogates, empty names, equal names, large ids).
 * @throws KeeperSimulatorError for a size that is no whole number
 */
export function generateVault(options: VaultOptions = {}): Vault {
  const seed = options.seed ?? 1;
  const until = options.until ?? defaultUntil;
  const enterpriseId = options.enterpriseId ?? 2_300_017;
  const recordCount = size('records', options.records ?? 60);
  const users = Math.max(1, size('users', options.users ?? 24));
  const enterprise = generateEnterprise(seed, enterpriseId, users, size('teams', options.teams ?? (users > 1 ? 6 : 0)));
  const folderCount = size('folders', options.folders ?? (recordCount > 0 ? 16 : 0));
  const folders = generateFolders(seed, folderCount, enterprise.users, enterprise.teams);
  const days = size('days', options.days ?? 28);
  const from = until - days * 86_400;
  const hidden = new Random(seed, 'hidden');
  const vault = {
    enterpriseId,
    ...enterprise,
    folders,
    records: generateRecords(seed, recordCount, enterprise.users, folders, from),
    hiddenUids: Array.from({ length: 6 }, () => hidden.uid()),
    trash: generateTrash(seed, size('trash', options.trash ?? (recordCount > 0 ? 4 : 0)), until),
  };
  const count = size('events', options.events ?? 400);
  const burst = Math.min(count, size('eventBurst', options.eventBurst ?? 5));
  return { ...vault, events: generateEvents(seed, { count, burst, from, until }, vault) };
}

function size(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new KeeperSimulatorError(
    'LEAT_SIMULATOR_SIZE',
    `${name} is ${value}, which is no size.`,
    'Give a whole number, 0 or more.',
  );
}
