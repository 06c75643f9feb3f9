import type { Command } from '../command.ts';
import { actionReport } from './action-report.ts';
import { administrationCommands } from './administration-commands.ts';
import { auditReport } from './audit-report.ts';
import { complianceCommands } from './compliance-commands.ts';
import { deviceCommands } from './device-commands.ts';
import { enterpriseInfo } from './enterprise-info.ts';
import { folderCommands } from './folder-commands.ts';
import { getCommand } from './get-command.ts';
import { listCommands } from './list-commands.ts';
import { machineCommands } from './machine-commands.ts';
import { recordCommands } from './record-commands.ts';
import { riskCommands } from './risk-commands.ts';
import { securityCommands } from './security-commands.ts';
import { sessionCommands } from './session-commands.ts';
import { shareCommands } from './share-commands.ts';
import { userReport } from './user-report.ts';

/** Every command that the simulator knows. */
export const commands: readonly Command[] = [
  ...sessionCommands,
  ...listCommands,
  ...folderCommands,
  ...recordCommands,
  getCommand,
  ...shareCommands,
  enterpriseInfo,
  userReport,
  actionReport,
  auditReport,
  ...securityCommands,
  ...complianceCommands,
  ...administrationCommands,
  ...deviceCommands,
  ...machineCommands,
  ...riskCommands,
];

interface Named {
  readonly words: readonly string[];
  readonly command: Command;
}

const named: readonly Named[] = commands
  .flatMap((command) =>
    [command.name, ...(command.aliases ?? [])].map((name): Named => ({
      words: name.split(' '),
      command,
    })),
  )
  .toSorted((left, right) => right.words.length - left.words.length);

/** What a command line means. */
export type Resolved =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: 'group'; readonly members: readonly Command[] }
  | { readonly kind: 'unknown' };

/** Finds the command whose words begin the line; a first word alone can be a group of commands. */
export function resolveCommand(line: readonly string[]): Resolved {
  const found = named.find(({ words }) => words.every((word, index) => line[index] === word));
  if (found !== undefined) return { kind: 'command', command: found.command, rest: line.slice(found.words.length) };
  const prefix = `${line[0] ?? ''} `;
  const members = commands.filter((command) => command.name.startsWith(prefix));
  return members.length > 0 ? { kind: 'group', members } : { kind: 'unknown' };
}
