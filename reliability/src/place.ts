import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePipeline, type Destination, type Pipeline, type PipelineLimits, type PipelineSource } from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import postgres from '@leat/dest-postgres';

/** Where one pipeline works and where its rows go. */
export interface Place {
  readonly workDir: string;
  /** Path of the DuckDB file, or address of the Postgres database. */
  readonly database: string;
  readonly dataset: string;
  readonly pipeline: string;
}

/** Small files and a short inference window: a load of a few hundred documents has several files per table. */
export const SMALL_FILES: PipelineLimits = { maxJobFileBytes: 32 * 1024, inferenceRows: 200 };

/** A place of its own in a folder. */
export function placeIn(folder: string, pipeline = 'crash'): Place {
  return { workDir: join(folder, 'work'), database: join(folder, 'w.duckdb'), dataset: 'data', pipeline };
}

/** Whether the rows of a place go to a Postgres server. */
export function isServed({ database }: Pick<Place, 'database'>): boolean {
  return database.startsWith('postgres://');
}

/** Where the rows of a place go. */
export function destinationOf(place: Pick<Place, 'database'>): Destination {
  return isServed(place) ? postgres({ url: place.database }) : duckdb({ path: place.database });
}

/** A table of a place in a query of one's own; names of this suite need no escaping. */
export function nameIn({ dataset }: Pick<Place, 'dataset'>, table: string): string {
  return `"${dataset}"."${table}"`;
}

/** The folder of a place's packages. */
export function packagesOf(place: Place): string {
  return join(place.workDir, place.pipeline, `${destinationOf(place).plugin.name}.${place.dataset}`);
}

/** The pipeline of a place, in this process. */
export function pipelineAt(place: Place, source: PipelineSource, limits: PipelineLimits = SMALL_FILES): Pipeline {
  const { workDir, dataset, pipeline } = place;
  return definePipeline({ name: pipeline, source, destination: destinationOf(place), dataset, workDir, limits });
}

/** A folder that goes when it is disposed of. */
export class TemporaryFolder implements Disposable {
  readonly path: string;

  constructor(parent: string = tmpdir()) {
    mkdirSync(parent, { recursive: true });
    this.path = mkdtempSync(join(parent, 'leat-reliability-'));
  }

  /** A copy of another folder, as it is. */
  static copyOf(folder: string): TemporaryFolder {
    const copy = new TemporaryFolder();
    cpSync(folder, copy.path, { recursive: true });
    return copy;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
