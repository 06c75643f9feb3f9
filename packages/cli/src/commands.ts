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
    name: 'plan',
    summary: 'Show what a run would change, without changing anything',
    load: async () => (await import('./commands/plan.ts')).plan,
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
    name: 'doctor',
    summary: 'Examine machine, working folder and configuration, and check every pipeline',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'info',
    summary: 'Show where a pipeline stands',
    load: async () => (await import('./commands/info.ts')).info,
  },
  {
    name: 'schema',
    summary: 'Print the stored schema as text, JSON, SQL or a diagram',
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  {
    name: 'types',
    summary: 'Print TypeScript types of the loaded tables',
    load: async () => (await import('./commands/types.ts')).types,
  },
  {
    name: 'loads',
    summary: 'List the loads a destination has committed, with their receipts',
    load: async () => (await import('./commands/loads.ts')).loads,
  },
  {
    name: 'state',
    summary: 'Show where each resource goes on',
    load: async () => (await import('./commands/state.ts')).state,
  },
  {
    name: 'packages',
    summary: 'List, show, verify and drop load packages on this machine',
    load: async () => (await import('./commands/packages.ts')).packages,
  },
  {
    name: 'quarantine',
    summary: 'List, show and replay rows that were set aside',
    load: async () => (await import('./commands/quarantine.ts')).quarantine,
  },
  {
    name: 'sync',
    summary: 'Show what the next run goes on from, on a clean machine too',
    load: async () => (await import('./commands/sync.ts')).sync,
  },
  {
    name: 'drop',
    summary: 'Remove a dataset from its destination',
    load: async () => (await import('./commands/drop.ts')).drop,
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
