import type { Command } from './command.ts';

/** A command by name; its module is loaded when it is called. */
export interface CommandEntry {
  readonly name: string;
  /** For the global help, so that it needs no module of a command. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'Load a source into a destination',
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'demo',
    summary: 'Load a simulated Keeper vault into DuckDB and query it',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  { name: 'query', summary: 'Query what was loaded', load: async () => (await import('./commands/query.ts')).query },
  {
    name: 'check',
    summary: 'Check configuration, credentials and permissions',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'config',
    summary: 'Show the configuration, without secrets',
    load: async () => (await import('./commands/config.ts')).config,
  },
  {
    name: 'plugins',
    summary: 'List sources and destinations and where they come from',
    load: async () => (await import('./commands/plugins.ts')).plugins,
  },
  {
    name: 'explain',
    summary: 'Explain an error code',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
];
