import { generateVault, KeeperSimulatorError } from '@leat/keeper-simulator';
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { unkindNames } from '../src/unkind-text.ts';

const seeds = integer({ min: 0, max: 2 ** 40 });

describe('generateVault', () => {
  it('gives the same vault for the same options, and another one for another seed', () => {
    assert(
      property(seeds, integer({ min: 1, max: 80 }), (seed, records) => {
        const options = { seed, records, events: 50 };
        expect(generateVault(options)).toEqual(generateVault(options));
        expect(generateVault({ ...options, seed: seed + 1 })).not.toEqual(generateVault(options));
      }),
      { numRuns: 40 },
    );
  });

  it('has as many of everything as it was asked for, with unique ids and no dangling ones', () => {
    assert(
      property(seeds, integer({ min: 0, max: 60 }), integer({ min: 1, max: 40 }), (seed, records, users) => {
        const vault = generateVault({ seed, records, users, events: 100, eventBurst: 30 });
        expect([vault.records.length, vault.users.length, vault.events.length]).toEqual([records, users, 100]);
        const uids = [...vault.records, ...vault.folders, ...vault.teams].map((item) => item.uid);
        expect(new Set(uids).size).toBe(uids.length);
        for (const uid of uids) expect(uid).toMatch(/^[\w-]{22}$/);
        const nodes = new Set(vault.nodes.map((node) => node.id));
        const folders = new Set(vault.folders.map((folder) => folder.uid));
        for (const user of vault.users) expect(nodes).toContain(user.nodeId);
        for (const { folderUid } of vault.records) if (folderUid !== null) expect(folders).toContain(folderUid);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps events in order of time and id, within its days, with a second as full as ordered', () => {
    assert(
      property(seeds, integer({ min: 0, max: 500 }), (seed, eventBurst) => {
        const until = 1_800_000_000;
        const { events } = generateVault({ seed, events: 1000, eventBurst, until, days: 10 });
        const seconds = new Map<number, number>();
        for (const [index, event] of events.entries()) {
          const previous = events[index - 1];
          if (previous !== undefined) expect(event.created).toBeGreaterThanOrEqual(previous.created);
          if (previous !== undefined) expect(event.id).toBeGreaterThan(previous.id);
          expect(event.created).toBeGreaterThanOrEqual(until - 10 * 86_400);
          expect(event.created).toBeLessThanOrEqual(until);
          seconds.set(event.created, (seconds.get(event.created) ?? 0) + 1);
        }
        expect(Math.max(...seconds.values())).toBeGreaterThanOrEqual(eventBurst);
      }),
      { numRuns: 20 },
    );
  });

  it('is unkind: odd names, lone surrogates, empty titles, equal names, large ids, twins, uids with a dash', () => {
    const vault = generateVault({ records: 2000, users: 200, events: 2000 });
    const titles = new Set(vault.records.map((record) => record.title));
    for (const name of [...unkindNames, '']) expect(titles).toContain(name);
    expect([...titles].some((title) => !title.isWellFormed())).toBe(true);
    expect(vault.records.some((record) => record.uid.startsWith('-'))).toBe(true);
    expect(vault.records.some((record) => record.uid.startsWith('_'))).toBe(true);
    for (const list of [vault.nodes, vault.roles]) {
      expect(new Set(list.map((item) => item.name)).size).toBeLessThan(list.length);
      for (const item of list) expect(item.id > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    }
    const identities = vault.events.map(({ id: _id, ...rest }) => JSON.stringify({ ...rest, ...printable(rest) }));
    expect(new Set(identities).size).toBeLessThan(identities.length);
  });

  it('refuses sizes that are none', () => {
    for (const records of [-1, 1.5, Number.NaN]) {
      expect(() => generateVault({ records })).toThrow(KeeperSimulatorError);
    }
  });
});

/** JSON.stringify cannot print the large ids of an event. */
function printable(event: { readonly nodeId?: bigint; readonly roleId?: bigint }): Record<string, string> {
  return { nodeId: String(event.nodeId), roleId: String(event.roleId) };
}
