import { type DataClass, defineResource, type Resource } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { isSafeCommand, safeCommand } from '../commands/safe-command.ts';
import { asFailure, keeperError } from '../errors/keeper-error.ts';
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

const NO_EMAILS: ReadonlySet<string> = new Set();

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
  if (option.columns === undefined && !isSafeCommand(option.command)) throw withoutPolicy(option, command);
  const refresh = FROM_VAULT.has(command.root)
    ? SYNC_DOWN
    : FROM_ENTERPRISE.has(command.root)
      ? ENTERPRISE_DOWN
      : undefined;
  const reading = {
    command,
    ...(refresh === undefined ? {} : { refresh }),
    ...(option.rows === undefined ? {} : { path: option.rows }),
  };
  return defineResource<CommandName, CommandRow>({
    name: option.name,
    description: `What the command "${command.label}" prints.`,
    write: 'replace',
    ...(option.primaryKey === undefined ? {} : { primaryKey: option.primaryKey }),
    ...policyOf(option.columns),
    rows: async function* (context): AsyncGenerator<readonly CommandRow[], void, void> {
      try {
        const pages = run.pages(reading, context);
        yield* run.replacement(option.name, pages, context, (row) => row, NO_EMAILS);
      } catch (error) {
        // Whoever wrote the command down asked for it by name.
        throw asFailure(error);
      }
    },
  });
}

function policyOf(columns: CommandOption['columns']): {
  readonly sensitive?: boolean;
  readonly dataClasses?: Readonly<Record<string, DataClass>>;
  readonly columns?: Readonly<Record<string, object>>;
} {
  if (columns === undefined) return {};
  const classed = Object.entries(columns).flatMap(([cell, kind]) => (kind === 'plain' ? [] : [[cell, kind] as const]));
  const plain = Object.entries(columns).flatMap(([cell, kind]) => (kind === 'plain' ? [[cell, {}] as const] : []));
  return { sensitive: true, dataClasses: Object.fromEntries(classed), columns: Object.fromEntries(plain) };
}

function withoutPolicy({ name }: CommandOption, { root }: KeeperCommand): Error {
  return keeperError(
    'LEAT_KEEPER_UNSAFE_COMMAND',
    `"${root}" reveals secrets, and the command "${name}" does not say what is to happen to each of its columns.`,
    {
      remedy: `Add columns to the command: a map of cells to 'plain', 'personal' or 'secret'. Cells that are not named, and secret ones, are dropped.`,
      details: { root },
    },
  );
}
