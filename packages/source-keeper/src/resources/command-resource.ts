import { defineResource, type Resource } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { safeCommand } from '../commands/safe-command.ts';
import type { CommandOption } from '../keeper-options.ts';
import type { KeeperRun } from './keeper-run.ts';
import { ENTERPRISE_DOWN, SYNC_DOWN } from './known-commands.ts';

/** A row of a command that leat does not know: JSON as printed, numbers exact. */
export type CommandRow = JsonObject;

/** A name given in the options; the type keeps the names of the other resources visible in editors. */
export type CommandName = string & {};

/** Commands that answer from the cache of the vault. */
const FROM_VAULT: ReadonlySet<string> = new Set([
  'list',
  'list-sf',
  'list-team',
  'ls',
  'tree',
  'search',
  'trash',
  'file-report',
  'blank-records',
  'password-report',
  'breachwatch',
  'shared-records-report',
  'share-report',
  'find-ownerless',
  'record-history',
  'secrets-manager',
  'pam',
]);

/** Commands that answer from the cache of the enterprise. */
const FROM_ENTERPRISE: ReadonlySet<string> = new Set([
  'enterprise-info',
  'user-report',
  'action-report',
  'scim',
  'automator',
]);

/**
 * A resource made of a command of the options.
 *
 * @throws ConfigError LEAT_KEEPER_UNSAFE_COMMAND, LEAT_KEEPER_INVALID_COMMAND
 */
export function commandResource(
  run: KeeperRun,
  option: CommandOption,
  allowUnsafe: readonly string[],
): Resource<CommandName, CommandRow> {
  const command = safeCommand(option.command, allowUnsafe);
  const refresh = FROM_VAULT.has(command.root)
    ? SYNC_DOWN
    : FROM_ENTERPRISE.has(command.root)
      ? ENTERPRISE_DOWN
      : undefined;
  return defineResource<CommandName, CommandRow>({
    name: option.name,
    description: `What the command "${command.label}" prints.`,
    write: 'replace',
    ...(option.primaryKey === undefined ? {} : { primaryKey: option.primaryKey }),
    rows: (context) =>
      run.read(
        {
          command,
          ...(refresh === undefined ? {} : { refresh }),
          ...(option.rows === undefined ? {} : { path: option.rows }),
        },
        context,
        (row) => row,
      ),
  });
}
