import type * as pg from 'pg';
import type { from as CopyFrom } from 'pg-copy-streams';
import type CursorModule from 'pg-cursor';

/** The modules of the driver, which take 100 ms to load: only `connect` does. */
export interface Driver {
  readonly Client: typeof pg.Client;
  readonly copyFrom: typeof CopyFrom;
  readonly Cursor: typeof CursorModule;
}

export async function loadDriver(): Promise<Driver> {
  const [{ default: driver }, { from }, { default: Cursor }] = await Promise.all([
    import('pg'),
    import('pg-copy-streams'),
    import('pg-cursor'),
  ]);
  return { Client: driver.Client, copyFrom: from, Cursor };
}
