import type { PluginKind } from './plugin-kind.ts';

const PREFIX: Readonly<Record<PluginKind, string>> = { source: 'source', destination: 'dest' };

/** Names of the plugins that leat itself publishes; for hints only, nothing depends on a plugin being here. */
export const OFFICIAL_PLUGINS: Readonly<Record<PluginKind, readonly string[]>> = {
  source: ['keeper'],
  destination: ['duckdb', 'postgres', 'bigquery', 'snowflake'],
};

/** Where a plugin may be: a path in the project, or packages to try in this order. */
export type Candidates = { readonly path: string } | { readonly packages: readonly [string, ...string[]] };

/**
 * Reads the name of a plugin: `duckdb` means `@leat/dest-duckdb`, then `leat-dest-duckdb`; a name with a scope, or one that
 * starts with `leat-`, is a whole package name; one that starts with `.`, `/` or a drive letter is a path.
 */
export function candidatesFor(kind: PluginKind, name: string): Candidates {
  if (/^\.{0,2}[\\/]|^[A-Za-z]:[\\/]/.test(name)) return { path: name };
  if (name.includes('/') || name.startsWith('leat-')) return { packages: [name] };
  return { packages: [`@leat/${PREFIX[kind]}-${name}`, `leat-${PREFIX[kind]}-${name}`] };
}
