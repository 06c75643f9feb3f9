import type { FilledGeneratorOptions } from './generator-options.ts';
import { mix, seedOf } from './random.ts';
import { valuePool, type ValuePool } from './value-pool.ts';

/** A row of shape `flat`. Column names are the same in every naming convention. */
export interface GeneratedRow {
  /** Unique in its resource, in no order. */
  readonly id: number;
  /** Position in its resource, from 0. */
  readonly seq: number;
  readonly payload: string;
  /** SHA-256 of the payload, in hex. */
  readonly payload_sha: string;
  readonly price: number;
  readonly ratio: number;
  readonly active: boolean;
  readonly updated_at: string;
  readonly amount: string;
  readonly note: string | null;
}

/** An element of the list `items`; `parts` only in shape `deep`. */
export interface GeneratedItem {
  readonly id: number;
  readonly seq: number;
  /** `id` of the row the element is in. */
  readonly document_id: number;
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
  readonly note: string | null;
  readonly parts?: readonly GeneratedPart[];
}

/** An element of the list `parts` inside an item. */
export interface GeneratedPart {
  readonly id: number;
  readonly seq: number;
  readonly document_id: number;
  readonly label: string;
}

/** An element of the list `events`. */
export interface GeneratedEvent {
  readonly id: number;
  readonly seq: number;
  readonly document_id: number;
  readonly at: string;
  readonly kind: string;
}

/** A row of shape `nested` or `deep`. */
export interface GeneratedDocument {
  readonly id: number;
  readonly seq: number;
  readonly payload: string;
  readonly payload_sha: string;
  readonly customer: {
    readonly name: string;
    readonly address: { readonly city: string; readonly zip: string | null };
  };
  readonly items: readonly GeneratedItem[];
  readonly events: readonly GeneratedEvent[];
  /** Each unique in the resource. */
  readonly tags: readonly string[];
}

/** Generates the row at a position. */
export type RowGenerator = (seq: number) => GeneratedRow | GeneratedDocument;

/** Makes the row generator of one resource; calling it twice for a position gives equal rows. */
export function rowGenerator(options: FilledGeneratorOptions, resource: string): RowGenerator {
  const seed = seedOf(options.seed, resource);
  const pool = valuePool(mix(seed, options.revision));
  // Ids below 2^30 stay exact as doubles also after child tables multiply them by 64.
  const idMask = seed % 2 ** 30;
  const values = mix(seed + 7, options.revision);
  if (options.shape === 'flat') return (seq) => flatRow(pool, seq ^ idMask, seq, mix(values, seq));
  const deep = options.shape === 'deep';
  return (seq) => documentRow(pool, seq ^ idMask, seq, mix(values, seq), deep);
}

function flatRow(pool: ValuePool, id: number, seq: number, random: number): GeneratedRow {
  const index = pool.pick(random);
  const other = pool.pick(random >>> 10);
  return {
    id,
    seq,
    payload: text(pool.payloads, index),
    payload_sha: text(pool.hashes, index),
    // Never whole numbers, so that their type does not depend on which rows come first.
    price: (random % 1_000_000) / 2 + 0.25,
    ratio: (2 * (random >>> 12) + 1) / 2 ** 21,
    active: (random & 64) === 0,
    updated_at: text(pool.timestamps, other),
    amount: text(pool.amounts, other),
    note: pool.notes[index] ?? null,
  };
}

function documentRow(pool: ValuePool, id: number, seq: number, random: number, deep: boolean): GeneratedDocument {
  const index = pool.pick(random);
  return {
    id,
    seq,
    payload: text(pool.payloads, index),
    payload_sha: text(pool.hashes, index),
    customer: {
      name: text(pool.payloads, pool.pick(random >>> 10)),
      address: { city: text(pool.amounts, index), zip: pool.notes[index] ?? null },
    },
    // Lengths go round in fives: any five rows in a row have 15 items, 10 events and 10 tags, empty lists among them.
    items: list(1 + (seq % 5), (position) => item(pool, id, position, mix(random, position), deep)),
    events: list((seq * 3) % 5, (position) => ({
      id: id * 64 + position,
      seq: position,
      document_id: id,
      at: text(pool.timestamps, pool.pick(random + position)),
      kind: position % 2 === 0 ? 'opened' : 'closed',
    })),
    tags: list(seq % 5, (position) => `${id}-${position}`),
  };
}

function item(pool: ValuePool, documentId: number, position: number, random: number, deep: boolean): GeneratedItem {
  const id = documentId * 64 + position;
  const index = pool.pick(random);
  const scalars = {
    id,
    seq: position,
    document_id: documentId,
    sku: text(pool.hashes, index).slice(0, 12),
    quantity: random % 100,
    price: (random % 10_000) / 2 + 0.25,
    note: pool.notes[index] ?? null,
  };
  if (!deep) return scalars;
  const parts = list(position % 3, (part) => ({
    id: id * 64 + part,
    seq: part,
    document_id: documentId,
    label: text(pool.payloads, pool.pick(random + part)),
  }));
  return { ...scalars, parts };
}

function list<T>(length: number, element: (position: number) => T): readonly T[] {
  const elements: T[] = [];
  for (let position = 0; position < length; position += 1) elements.push(element(position));
  return elements;
}

/** Pools have a value at every index `pick` gives; the fallback only satisfies the compiler. */
function text(values: readonly string[], index: number): string {
  return values[index] ?? '';
}
