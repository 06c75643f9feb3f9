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

/** What a pipeline is put together for. */
export type Purpose = 'load' | 'read';

/**
 * Options that a plugin gets when they are set nowhere, so that the first run needs no file. Reading neither creates a DuckDB
 * file whose name was misspelt nor keeps other readers out, and shows times to the microsecond.
 */
export function defaultOptions(plugin: string, pipeline: string, purpose: Purpose): Readonly<Record<string, unknown>> {
  if (plugin !== 'duckdb') return {};
  const path = `${pipeline}.duckdb`;
  return purpose === 'read' ? { path, accessMode: 'read-only', temporal: 'text' } : { path };
}
