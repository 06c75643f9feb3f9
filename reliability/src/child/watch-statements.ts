import type { Destination, DestinationPlugin } from '@leat/core';
import { isSqlClient, type SqlEngine, type SqlSession } from '@leat/sql';

/** Hears of what happens in the transaction that publishes a load; may throw, or end the process. */
export interface StatementWatch {
  /** Before a statement is sent; `number` counts from 1. */
  before?(sql: string, number: number): void;
  /** The engine has acknowledged COMMIT, and leat does not know yet. */
  committed?(): void;
}

/** A destination whose publishing transactions can be watched, statement by statement. */
export function watchStatements(destination: Destination, watch: StatementWatch): Destination {
  const { plugin } = destination;
  const connect: DestinationPlugin['connect'] = async (options, host) => {
    const client = await plugin.connect(options, host);
    if (!isSqlClient(client)) throw new TypeError(`${plugin.name} is no SQL destination`);
    const { engine } = client;
    const load = { staged: false };
    const open = engine.openSession.bind(engine);
    const openSession: SqlEngine['openSession'] = async (call) => watchSession(await open(call), watch, load);
    Object.defineProperty(engine, 'openSession', { value: openSession });
    return client;
  };
  return { ...destination, plugin: { ...plugin, connect } };
}

function watchSession(session: SqlSession, watch: StatementWatch, load: { staged: boolean }): SqlSession {
  let statements = 0;
  return {
    execute: (query, call) => {
      // Once files were staged, in this session or in others, comparing the lease begins the publishing.
      if (load.staged && (statements > 0 || query.sql.includes('_leat_lease')))
        watch.before?.(query.sql, (statements += 1));
      return session.execute(query, call);
    },
    stream: (query, call) => session.stream(query, call),
    begin: (call) => session.begin(call),
    commit: async (call) => {
      if (statements > 0) watch.before?.('COMMIT', (statements += 1));
      await session.commit(call);
      if (statements > 0) {
        load.staged = false;
        watch.committed?.();
      }
    },
    rollback: () => session.rollback(),
    bulkLoad: (job, target, call) => {
      load.staged = true;
      return session.bulkLoad(job, target, call);
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
