import { CommandError } from './command.ts';
import type { CommandFault } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { AuditEvent, Vault } from './vault.ts';

/** What the service's user and its licence may do. */
export interface KeeperAccount {
  /** Default true. Without it, commands about the enterprise answer 403. */
  readonly enterpriseAdministrator: boolean;
  /** Default false. Managed service provider: `msp-info` works. */
  readonly msp: boolean;
  /** Default true. The licence has the add-ons for compliance, BreachWatch and advanced reporting. */
  readonly addOns: boolean;
}

/** `live`; `expired`: Keeper refuses the token, but Commander has not noticed; `gone`: noticed, and the silent login fails. */
export type LoginState = 'live' | 'expired' | 'gone';

const expired = 'session_token_expired: Your Keeper session needs to be refreshed. Please log in again.';

/**
 * The one logged-in user behind the service: what Keeper's cloud holds, what Commander has in its caches, and the state of the
 * login. All API keys share it, as in the real service.
 */
export class KeeperSession {
  readonly account: KeeperAccount;
  login: LoginState = 'live';
  #cloud: Vault;
  #vaultCache: Vault;
  #enterpriseCache: Vault;
  #events: AuditEvent[];
  #dimensions = new Map<string, readonly JsonObject[]>();
  #fault: CommandFault | undefined;
  #log: string[] = [];
  #sharesCached = false;

  constructor(vault: Vault, account: KeeperAccount) {
    this.account = account;
    this.#cloud = vault;
    this.#vaultCache = vault;
    this.#enterpriseCache = vault;
    this.#events = [...vault.events];
  }

  /** Records, folders and shares as of the last `sync-down`. */
  get vault(): Vault {
    return this.#vaultCache;
  }

  /** Users, teams, roles and nodes as of the last `enterprise-down`. */
  get enterprise(): Vault {
    return this.#enterpriseCache;
  }

  /** The audit events that Keeper's cloud holds now, in order of time and id. */
  get events(): readonly AuditEvent[] {
    return this.#events;
  }

  /** Changes what Keeper's cloud holds; the caches keep the old until `sync-down` and `enterprise-down`. */
  replaceVault(vault: Vault): void {
    this.#cloud = vault;
    this.#events = [...vault.events];
  }

  /** Adds audit events, which may be older than those already there. */
  addEvents(events: readonly AuditEvent[]): void {
    this.#events = [...this.#events, ...events].toSorted(
      (left, right) => left.created - right.created || left.id - right.id,
    );
  }

  /** Begins a command; `fault` is what its first call of Keeper's cloud runs into. */
  begin(fault: CommandFault | undefined): void {
    this.#fault = fault;
    this.#log = [];
  }

  /** What the command logged so far. */
  get log(): readonly string[] {
    return this.#log;
  }

  /**
   * Calls Keeper's cloud.
   * @throws CommandError when the session is lost or the cloud fails; a lost session is noticed by this
   */
  callCloud(): void {
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault?.kind === 'throttled-then-ok') {
      this.#log.push('Throttled (attempt 1/3), retrying in 30 seconds');
    } else if (fault !== undefined) throw new CommandError(upstreamText(fault));
    if (this.login === 'live') return;
    this.login = 'gone';
    throw new CommandError(expired);
  }

  /** Calls Keeper's cloud the way some reports do, which log every failure and go on: tells whether the call succeeded. */
  callCloudQuietly(): boolean {
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault?.kind === 'row-failed') throw new CommandError(upstreamText(fault));
    if (fault?.kind === 'throttled-then-ok') return true;
    return fault === undefined && this.login === 'live';
  }

  /**
   * Loads the details of shares, which stay cached until the next `sync-down`; failures are logged and swallowed.
   * Tells whether the details are there.
   */
  loadShares(): boolean {
    if (!this.#sharesCached || this.#fault !== undefined) this.#sharesCached = this.callCloudQuietly();
    return this.#sharesCached;
  }

  /** Refreshes records, folders and shares. @throws CommandError as {@link KeeperSession.callCloud} */
  syncVault(): void {
    this.callCloud();
    this.#vaultCache = this.#cloud;
    this.#sharesCached = false;
  }

  /** Refreshes users, teams, roles and nodes. @throws CommandError as {@link KeeperSession.callCloud} */
  syncEnterprise(): void {
    this.callCloud();
    this.#enterpriseCache = this.#cloud;
  }

  /** Rows of an audit dimension, which are cached until the process ends. */
  dimension(name: string, load: () => readonly JsonObject[]): readonly JsonObject[] {
    const known = this.#dimensions.get(name) ?? load();
    this.#dimensions.set(name, known);
    return known;
  }

  /** Starts the process anew: caches are filled from the cloud. */
  restart(): void {
    this.#vaultCache = this.#cloud;
    this.#enterpriseCache = this.#cloud;
    this.#dimensions = new Map();
    this.#sharesCached = false;
  }
}

/** The lines that Commander prints when the session is gone and the silent login failed. */
export function failedLoginText(user: string): string {
  const keychain =
    'Warning: OS keychain not available. Config will be stored in config.json (use --config-file to suppress this message).';
  return [keychain, `Logging in to Keeper as ${user}`, expired].join('\n');
}

function upstreamText(fault: CommandFault): string {
  if (fault.kind === 'throttled') {
    return 'throttled: Due to repeated attempts, your request has been throttled. Try again in 2 seconds.';
  }
  if (fault.kind === 'session-expired') return expired;
  if (fault.kind === 'row-failed') return "'NoneType' object is not iterable";
  return '502: Bad Gateway';
}
