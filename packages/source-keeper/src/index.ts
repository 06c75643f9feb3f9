export { keeper as default, keeper, type KeeperResources } from './keeper-source.ts';
export type { CommandOption, KeeperOptions, KeeperOptionsInput } from './keeper-options.ts';
export {
  KeeperClient,
  type KeeperClientHost,
  type KeeperClientOptions,
  type ServiceAnswer,
} from './client/keeper-client.ts';
export type { KeeperCall } from './client/keeper-call.ts';
export type { PollInterval } from './client/command-run.ts';
export type { RateWindow } from './client/rate-limiter.ts';
export { systemSleep, type Sleep } from './client/sleep.ts';
export type { CommandOutput } from './answers/verdict.ts';
export type { JsonObject } from './answers/decoded-answer.ts';
export type { KeeperCommand } from './commands/keeper-command.ts';
export { safeCommand } from './commands/safe-command.ts';
export { KEEPER_ERRORS, type KeeperErrorCode, type KeeperErrorKind } from './errors/error-codes.ts';
export type { CommandName, CommandRow } from './resources/command-resource.ts';
export type { FolderRow } from './resources/folders.ts';
export type { RecordRow } from './resources/records.ts';
export type { HealthRow, QueueStatusRow } from './resources/service-state.ts';
export type { TeamRow } from './resources/teams.ts';
export type { UserRow } from './resources/users.ts';
