import { groupCommand, pageCommand } from '../audit/audit-commands.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { nodes, roles, teamMembers, teams, users } from './enterprise-reports.ts';
import type { BuiltInName } from './presets.ts';
import { otherReports } from './reports.ts';
import { sharedFolders } from './share-reports.ts';
import { folders, records } from './vault-reports.ts';

/** What a resource needs of the service. */
export interface ResourceCommands {
  readonly name: BuiltInName;
  /** Commands that it is made of, each of which must be granted; the first one gives the rows. */
  readonly commands: readonly KeeperCommand[];
  /** Refreshes the cache that the commands answer from; without the right to it the rows may be old. */
  readonly refresh?: KeeperCommand;
}

const WINDOW = { from: 0, to: 0 } as const;

/** Every resource that runs commands, with what it runs: for the check, and for the page that documents them. */
export const resourceCommands: readonly ResourceCommands[] = [
  ...[records, folders, sharedFolders(false), users, teams, teamMembers, roles, nodes, ...otherReports].map(
    ({ name, command, others = [], refresh }) => ({
      name,
      commands: [command, ...others],
      ...(refresh === undefined ? {} : { refresh }),
    }),
  ),
  { name: 'audit_events', commands: [pageCommand(WINDOW)] },
  { name: 'audit_summary', commands: [groupCommand(WINDOW), pageCommand(WINDOW)] },
];
