import duckdb from '@leat/dest-duckdb';
import postgres from '@leat/dest-postgres';
import type { DestinationName } from './command-line.ts';
import { writeModes, type NamedWriteMode } from './workload/write-modes.ts';

/** The write modes a destination says it can do. */
export function modesOf(destination: DestinationName): readonly NamedWriteMode[] {
  return writeModes(destination === 'duckdb' ? duckdbCapabilities() : postgresCapabilities());
}

function duckdbCapabilities(): ReturnType<typeof duckdb.capabilities> {
  return duckdb.capabilities({
    path: ':memory:',
    memoryLimit: undefined,
    threads: undefined,
    accessMode: 'read-write',
    temporal: 'date',
  });
}

function postgresCapabilities(): ReturnType<typeof postgres.capabilities> {
  return postgres.capabilities({
    statementTimeoutMs: 0,
    lockTimeoutMs: 0,
    temporal: 'date',
    keys: false,
    indexes: false,
    comments: true,
  });
}
