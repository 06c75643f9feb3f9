import { BlockList, isIPv6 } from 'node:net';

import { KeeperSimulatorError } from './simulator-error.ts';

/** Which addresses may call; each list holds addresses, CIDR blocks or `first-last` ranges. */
export interface IpPolicy {
  /** Default: everybody. */
  readonly allowed?: readonly string[];
  /** Default: nobody. Wins over `allowed`. */
  readonly denied?: readonly string[];
}

/** Builds the check of an address. @throws KeeperSimulatorError for an entry that is no address, block or range */
export function ipCheck(policy: IpPolicy): (address: string) => boolean {
  const allowed = blockList(policy.allowed ?? ['0.0.0.0/0', '::/0']);
  const denied = blockList(policy.denied ?? []);
  return (address) => contains(allowed, address) && !contains(denied, address);
}

function contains(list: BlockList, address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return list.check(plain, family(plain));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function blockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    try {
      add(list, entry.trim());
    } catch {
      // Node's message names internals of its own; the entry is what the caller can act on.
      throw new KeeperSimulatorError(
        'LEAT_SIMULATOR_IP_LIST',
        `"${entry}" is no address, block or range.`,
        'Write it like 127.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9.',
      );
    }
  }
  return list;
}

function add(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const [first = '', last] = entry.split('-');
  if (prefix !== undefined) list.addSubnet(address, Number(prefix), family(address));
  else if (last !== undefined) list.addRange(first, last, family(first));
  else list.addAddress(entry, family(entry));
}
