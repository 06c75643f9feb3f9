import { type CallableSource, defineSource, type Resource, type SourceContext } from '@leat/core';
import type { AuditEventRow } from './audit/audit-event-row.ts';
import { auditEvents } from './audit/audit-events.ts';
import { auditSummary, type AuditSummaryRow } from './audit/audit-summary.ts';
import { checkKeeper } from './check/check-keeper.ts';
import { KeeperClient } from './client/keeper-client.ts';
import { KEEPER_ERRORS } from './errors/error-codes.ts';
import { keeperOptions, type KeeperOptions, type KeeperOptionsInput } from './keeper-options.ts';
import { type CommandName, commandResource, type CommandRow } from './resources/command-resource.ts';
import {
  nodes,
  type NodeRow,
  roles,
  type RoleRow,
  type TeamMemberRow,
  teamMembers,
  type TeamRow,
  teams,
  type UserRow,
  users,
} from './resources/enterprise-reports.ts';
import { KeeperRun } from './resources/keeper-run.ts';
import { type BuiltInName, isOptional } from './resources/presets.ts';
import { Privacy } from './resources/privacy.ts';
import { reportResource } from './resources/report.ts';
import { otherReports } from './resources/reports.ts';
import { requestResult, requestStatus } from './resources/request-resources.ts';
import { health, type HealthRow, queueStatus, type QueueStatusRow } from './resources/service-state.ts';
import { type SharedFolderRow, sharedFolders } from './resources/share-reports.ts';
import { type FolderRow, folders, type RecordRow, records } from './resources/vault-reports.ts';

/** Resources of the source; those of `commands` come last. */
export type KeeperResources = readonly [
  Resource<'records', RecordRow>,
  Resource<'folders', FolderRow>,
  Resource<'shared_folders', SharedFolderRow>,
  Resource<'users', UserRow>,
  Resource<'teams', TeamRow>,
  Resource<'team_members', TeamMemberRow>,
  Resource<'roles', RoleRow>,
  Resource<'nodes', NodeRow>,
  Resource<'audit_events', AuditEventRow>,
  Resource<'audit_summary', AuditSummaryRow>,
  Resource<'queue_status', QueueStatusRow>,
  Resource<'health', HealthRow>,
  ...Resource<BuiltInName | CommandName, CommandRow>[],
];

/** Makes the client that options and surroundings describe. @throws ConfigError */
function clientOf({ options, clock, logger }: SourceContext<KeeperOptions>): KeeperClient {
  const { encryptionKey, ca, pinnedCertificate, clientCertificate } = options;
  const { baseUrl, apiKey, ratePerMinute, commandTimeoutMs, pollIntervalMs, maxResponseBytes, allowInsecure, mode } =
    options;
  return new KeeperClient(
    {
      baseUrl,
      apiKey,
      ratePerMinute,
      commandTimeoutMs,
      pollIntervalMs,
      maxResponseBytes,
      allowInsecure,
      mode,
      ...(encryptionKey === undefined ? {} : { encryptionKey }),
      ...(ca === undefined ? {} : { ca }),
      ...(pinnedCertificate === undefined ? {} : { pinnedCertificate }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    },
    { clock, logger },
  );
}

function resources(context: SourceContext<KeeperOptions>): KeeperResources {
  const { options, clock } = context;
  const { commands, allowUnsafeCommands, preset, allowShrink, requestIds, audit } = options;
  const run = new KeeperRun(clientOf(context), { privacy: new Privacy(options.hashEmails), allowShrink });
  const optional = (name: BuiltInName): boolean => isOptional(name, preset);
  return [
    reportResource(run, records, optional('records')),
    reportResource(run, folders, optional('folders')),
    reportResource(run, sharedFolders(preset === 'full'), optional('shared_folders')),
    reportResource(run, users, optional('users')),
    reportResource(run, teams, optional('teams')),
    reportResource(run, teamMembers, optional('team_members')),
    reportResource(run, roles, optional('roles')),
    reportResource(run, nodes, optional('nodes')),
    auditEvents(run, audit, clock, optional('audit_events')),
    auditSummary(run, audit, clock, optional('audit_summary')),
    queueStatus(run, clock, optional('queue_status')),
    health(run, clock, optional('health')),
    ...otherReports.map((report) => reportResource(run, report, optional(report.name))),
    requestStatus(run, requestIds, optional('status')),
    requestResult(run, requestIds, optional('result')),
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
