import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePipeline, type Pipeline, type PipelineLimits, type PipelineSource } from '@leat/core';
import duckdb from '@leat/dest-duckdb';

/** Where one pipeline works and where its rows go. */
export interface Place {
  readonly workDir: string;
  /** Path of the DuckDB file. */
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

/** The pipeline of a place, in this process. */
export function pipelineAt(place: Place, source: PipelineSource, limits: PipelineLimits = SMALL_FILES): Pipeline {
  const { workDir, database, dataset, pipeline } = place;
  return definePipeline({ name: pipeline, source, destination: duckdb({ path: database }), dataset, workDir, limits });
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
