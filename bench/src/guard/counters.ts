import crypto from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Operations that were counted, by name. */
export type Counts = Record<string, number>;

/** Functions that the hot path may call per batch, per file or per run, but not per row. */
const FUNCTIONS: readonly (readonly [name: string, owner: object])[] = [
  ['Object.keys', Object],
  ['Object.entries', Object],
  ['JSON.parse', JSON],
  ['JSON.stringify', JSON],
  ['Buffer.alloc', Buffer],
  ['Buffer.allocUnsafe', Buffer],
  ['Buffer.from', Buffer],
  ['Buffer.concat', Buffer],
  ['fs.openSync', fs],
  ['fs.writevSync', fs],
  ['hash.update', crypto.Hash.prototype],
];

/** Classes likewise: typed arrays that are used again, and loops compiled for a key. */
const CLASSES = ['Uint8Array', 'Uint32Array', 'Int32Array', 'BigInt64Array', 'Float64Array', 'Function'];

/**
 * Counts these from now on. Must be called before anything of leat is imported, since modules take functions of Node when
 * they are loaded. Nothing here takes time into account, so a count is the same on every machine.
 */
export function installCounters(): Counts {
  const counts: Counts = {};
  const add = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const [name, owner] of FUNCTIONS) {
    counts[name] = 0;
    const method = name.slice(name.indexOf('.') + 1);
    // The list has functions only.
    const original = Reflect.get(owner, method) as (...args: unknown[]) => unknown;
    Reflect.set(owner, method, function counted(this: unknown, ...args: unknown[]): unknown {
      add(name);
      return Reflect.apply(original, this, args);
    });
  }
  for (const name of CLASSES) {
    counts[`new ${name}`] = 0;
    // The list has classes only.
    const original = Reflect.get(globalThis, name) as new (...args: never[]) => object;
    const counted = new Proxy(original, {
      construct: (target, args, newTarget): object => {
        add(`new ${name}`);
        return Reflect.construct(target, args, newTarget) as object;
      },
    });
    Reflect.set(globalThis, name, counted);
  }
  syncBuiltinESMExports();
  return counts;
}
