/** Destination of pipelines that name none. */
export const DEFAULT_DESTINATION = 'duckdb';

/** Folder for load packages, relative to the project. */
export const DEFAULT_WORK_DIR = '.leat';

/**
 * Dataset of a pipeline that names none. Not the bare name: in DuckDB a schema called like its file makes every qualified
 * name ambiguous ("Ambiguous reference to catalog or schema").
 */
export function defaultDataset(pipeline: string): string {
  return `${pipeline}_data`;
}

/** Options that a plugin gets when they are set nowhere, so that the first run needs no file. */
export function defaultOptions(plugin: string, pipeline: string): Readonly<Record<string, unknown>> {
  return plugin === 'duckdb' ? { path: `${pipeline}.duckdb` } : {};
}
