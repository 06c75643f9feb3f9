import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Folders with spilled files by database, of the databases this process has open, and how often. */
const open = new Map<string, number>();

/**
 * Notes that this process opened a database for writing, and deletes what a process that was killed had spilled beside it.
 *
 * DuckDB writes what does not fit into memory to `<database>.tmp` and deletes it when the database is closed (its
 * documentation, `temp_directory`). Who has the database open for writing has its lock, so the files of others are of the dead.
 */
export function enterSpill(database: string): void {
  const folder = `${database}.tmp`;
  const already = open.get(folder) ?? 0;
  open.set(folder, already + 1);
  if (already === 0) removeSpilled(folder);
}

/** Takes the note back. */
export function leaveSpill(database: string): void {
  const folder = `${database}.tmp`;
  const others = (open.get(folder) ?? 1) - 1;
  if (others > 0) open.set(folder, others);
  else open.delete(folder);
}

function removeSpilled(folder: string): void {
  try {
    for (const name of readdirSync(folder)) if (name.startsWith('duckdb_temp_')) rmSync(join(folder, name));
    rmdirSync(folder);
  } catch {
    // Mostly there is no folder. One that cannot be deleted, or holds files of others, keeps no load from running.
  }
}
