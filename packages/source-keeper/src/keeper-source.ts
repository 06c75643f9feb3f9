import { type CallableSource, defineSource, type Resource, type SourceContext } from '@leat/core';
import { checkKeeper } from './check-keeper.ts';
import { KeeperClient } from './client/keeper-client.ts';
import { KEEPER_ERRORS } from './errors/error-codes.ts';
import { keeperOptions, type KeeperOptions, type KeeperOptionsInput } from './keeper-options.ts';
import { type CommandName, commandResource, type CommandRow } from './resources/command-resource.ts';
import { type FolderRow, folders } from './resources/folders.ts';
import { KeeperRun } from './resources/keeper-run.ts';
import { type RecordRow, records } from './resources/records.ts';
import { health, type HealthRow, queueStatus, type QueueStatusRow } from './resources/service-state.ts';
import { type TeamRow, teams } from './resources/teams.ts';
import { type UserRow, users } from './resources/users.ts';

/** Resources of the source; those of `commands` come last. */
export type KeeperResources = readonly [
  Resource<'records', RecordRow>,
  Resource<'folders', FolderRow>,
  Resource<'users', UserRow>,
  Resource<'teams', TeamRow>,
  Resource<'queue_status', QueueStatusRow>,
  Resource<'health', HealthRow>,
  ...Resource<CommandName, CommandRow>[],
];

/** Makes the client that options and surroundings describe. @throws ConfigError */
function clientOf({ options, clock, logger }: SourceContext<KeeperOptions>): KeeperClient {
  const { encryptionKey, ca, mode: _mode, commands: _commands, allowUnsafeCommands: _allow, ...rest } = options;
  return new KeeperClient(
    {
      ...rest,
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
      ...(ca === undefined ? {} : { ca }),
    },
    { clock, logger },
  );
}

function resources(context: SourceContext<KeeperOptions>): KeeperResources {
  const run = new KeeperRun(clientOf(context));
  const { commands, allowUnsafeCommands } = context.options;
  return [
    records(run),
    folders(run),
    users(run),
    teams(run),
    queueStatus(run, context.clock),
    health(run, context.clock),
    ...commands.map((option) => commandResource(run, option, allowUnsafeCommands)),
  ];
}

/** Keeper Commander's Service Mode as a source: `keeper({ baseUrl, apiKey })`. */
export const keeper: CallableSource<KeeperOptions, KeeperOptionsInput, KeeperResources> = defineSource<
  KeeperOptions,
  KeeperOptionsInput,
  KeeperResources
>({
  name: 'keeper',
  options: keeperOptions,
  errorCodes: KEEPER_ERRORS,
  resources,
  check: (context) => checkKeeper(context, clientOf),
});
