import { auditClients, auditLocations, unplacedAddress } from './audit/dimensions.ts';
import { Random } from './random.ts';
import { unkindNames } from './unkind-text.ts';
import type { AuditEvent, Vault, VaultUser } from './vault.ts';

/** How many events, in which time, and how many of them fall into one second in the middle. */
export interface EventOptions {
  readonly count: number;
  readonly burst: number;
  /** Seconds since 1970. */
  readonly from: number;
  readonly until: number;
}

type Population = Pick<Vault, 'users' | 'records' | 'folders' | 'teams' | 'roles' | 'nodes' | 'hiddenUids'>;
type People = Population & { readonly actors: readonly VaultUser[] };

const usage = [
  'open_record',
  'open_record',
  'open_record',
  'record_update',
  'record_add',
  'record_delete',
  'record_password_change',
];
const others = ['login', 'login', 'login', 'login', 'login_console', 'login_failure', 'set_two_factor_on', 'lock_user'];
const rare = [
  'share',
  'share',
  'remove_share',
  'folder_add_record',
  'folder_add_user',
  'added_to_team',
  'added_to_role',
];

/** Generates the audit log: rising times, some events twice in one second, and one second with `burst` events. */
export function generateEvents(seed: number, options: EventOptions, population: Population): readonly AuditEvent[] {
  // Some users never do anything: reports of the inactive must have rows.
  const vault = { ...population, actors: population.users.filter((_, index) => index % 9 !== 7) };
  const random = new Random(seed, 'events');
  const events: AuditEvent[] = [];
  const step = (options.until - options.from) / Math.max(1, options.count);
  const burstFrom = Math.floor(options.count / 2);
  const burstSecond = Math.floor(options.from + burstFrom * step);
  let last = options.from;
  let previous: AuditEvent | undefined;
  for (let index = 0; index < options.count; index += 1) {
    const inBurst = index >= burstFrom && index < burstFrom + options.burst;
    const planned = inBurst ? burstSecond : Math.floor(options.from + (index + random.next()) * step);
    last = Math.max(last, planned);
    const id = 1_000_000 + index;
    const twin = random.chance(0.04) && !(inBurst && previous?.created !== burstSecond);
    const event: AuditEvent =
      twin && previous !== undefined ? { ...previous, id } : generateEvent(random, id, last, vault);
    events.push(event);
    previous = event;
  }
  return events;
}

function generateEvent(random: Random, id: number, created: number, vault: People): AuditEvent {
  const username = random.pick(vault.actors).email;
  const kind = random.next();
  const list = kind < 0.45 ? usage : kind < 0.85 ? others : kind < 0.97 ? rare : alertOnly;
  const type = random.pick(list);
  const client = random.pick(auditClients);
  return {
    id,
    created,
    type,
    username,
    ...(random.chance(0.95) && { ipAddress: addressOf(random) }),
    ...(random.chance(0.95) && { keeperVersion: `${client.name} ${client.version}` }),
    ...((random.chance(0.2) || type === 'added_to_role') && {
      nodeId: random.pick(vault.nodes).id,
    }),
    ...details(random, type, vault),
  };
}

const alertOnly = ['audit_alert_sent', 'audit_alert_sent', 'node_created'];

function addressOf(random: Random): string {
  return random.chance(0.1) ? unplacedAddress : random.pick(auditLocations).ipAddress;
}

function details(random: Random, type: string, vault: People): Partial<AuditEvent> {
  switch (type) {
    case 'login':
      return random.chance(0.5) ? { channel: random.pick(['totp', 'duo', 'webauthn']) } : {};
    case 'login_failure':
      return random.chance(0.5) ? { status: random.pick(['bad_password', '0']) } : {};
    case 'lock_user':
      return { toUsername: random.pick(vault.users).email };
    case 'share':
    case 'remove_share':
      return { recordUid: someRecord(random, vault), toUsername: random.pick(vault.users).email };
    case 'folder_add_record':
      return { recordUid: someRecord(random, vault), ...someFolder(random, vault) };
    case 'folder_add_user':
      return { toUsername: random.pick(vault.users).email, ...someFolder(random, vault) };
    case 'added_to_team':
      return { toUsername: random.pick(vault.users).email, ...someTeam(random, vault) };
    case 'added_to_role':
      return { toUsername: random.pick(vault.users).email, roleId: random.pick(vault.roles).id };
    case 'audit_alert_sent':
      return { recipient: 'alerts@example.com', value: random.pick(unkindNames) };
    default:
      return usage.includes(type) ? { recordUid: someRecord(random, vault) } : {};
  }
}

/** Some events concern records that the service's user cannot see, or that `list` leaves out. */
function someRecord(random: Random, vault: People): string {
  if (vault.records.length === 0) return random.uid();
  return random.chance(0.1) ? random.pick(vault.hiddenUids) : random.pick(vault.records).uid;
}

function someFolder(random: Random, vault: People): Partial<AuditEvent> {
  const shared = vault.folders.slice(0, 400).filter((folder) => folder.kind === 'shared');
  return shared.length === 0 ? {} : { sharedFolderUid: random.pick(shared).uid };
}

function someTeam(random: Random, vault: People): Partial<AuditEvent> {
  return vault.teams.length === 0 ? {} : { teamUid: random.pick(vault.teams).uid };
}
