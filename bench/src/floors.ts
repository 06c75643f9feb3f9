import type { Floor } from './floor.ts';
import { duckDbFlat } from './floors/duckdb-flat.ts';
import { duckDbNested } from './floors/duckdb-nested.ts';

/** Destination → workload → the hand-written program that does the same. A pair without one is not measured. */
export const FLOORS: Readonly<Record<string, Readonly<Record<string, Floor>>>> = {
  duckdb: { flat: duckDbFlat, nested: duckDbNested },
};
