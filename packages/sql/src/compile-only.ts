import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryExecutorProvider,
} from 'kysely';
import { sanitizeIdentifier } from './quote-identifier.ts';

/** Compiles to standard SQL with `"` quotes and `$1` parameters, as Postgres and DuckDB take it. */
export class StandardQueryCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return sanitizeIdentifier(identifier);
  }
}

/** A Kysely that compiles and cannot run: shared by all sessions, and tested without a database. */
export function compileOnly(createQueryCompiler: () => QueryCompiler): QueryExecutorProvider {
  return new Kysely<object>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler,
    },
  });
}
