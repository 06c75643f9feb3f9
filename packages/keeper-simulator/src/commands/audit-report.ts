import { flag, text } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { readCreated } from '../audit/created-filter.ts';
import { dimensionRows } from '../audit/dimension-report.ts';
import { auditEventTypes, placeOfAddress } from '../audit/dimensions.ts';
import type { EventQuery } from '../audit/event-query.ts';
import { fieldsRow, messageRow, pagedEvents, propertyOf } from '../audit/raw-report.ts';
import { summaryRows } from '../audit/summary-report.ts';
import type { Aggregate, SummaryType } from '../audit/summary-report.ts';
import { CommandError, rows } from '../command.ts';
import type { Command, CommandContext } from '../command.ts';
import type { JsonObject } from '../json.ts';
import { cellText } from '../text-table.ts';
import { indexOf } from '../vault-index.ts';
import type { AuditEvent } from '../vault.ts';

const aggregates: readonly Aggregate[] = ['occurrences', 'first_created', 'last_created'];

/** Audit events, read from Keeper's cloud with every call; failures of those calls are swallowed. */
export const auditReport: Command = {
  name: 'audit-report',
  aliases: ['ar'],
  summary: 'Audit events, raw or counted',
  restrictedTo: 'enterprise',
  arguments: {
    options: {
      reportType: text(['--report-type'], ['raw', 'dim', 'hour', 'day', 'week', 'month', 'span']),
      reportFormat: text(['--report-format'], ['message', 'fields']),
      columns: { flags: ['--columns'], kind: 'list' },
      aggregate: { flags: ['--aggregate'], kind: 'list', choices: aggregates },
      timezone: text(['--timezone']),
      limit: { flags: ['--limit'], kind: 'integer' },
      order: text(['--order'], ['desc', 'asc']),
      created: text(['--created']),
      eventType: { flags: ['--event-type'], kind: 'list' },
      username: { flags: ['--username'], kind: 'list' },
      toUsername: { flags: ['--to-username'], kind: 'list' },
      geoLocation: text(['--geo-location']),
      ipAddress: { flags: ['--ip-address'], kind: 'list' },
      deviceType: text(['--device-type']),
      recordUid: { flags: ['--record-uid'], kind: 'list' },
      sharedFolderUid: { flags: ['--shared-folder-uid'], kind: 'list' },
      details: flag('--max-record-details'),
      regex: flag('--regex'),
      matchAll: flag('--match-all'),
    },
    words: 'any',
  },
  run(given, context) {
    const { session } = context;
    const type = given.text('reportType') ?? 'raw';
    if (type === 'dim') {
      const [column] = given.names('columns');
      if (column === undefined) throw new CommandError("audit-report: 'columns' parameter is missing");
      const load = (): readonly JsonObject[] => {
        session.callCloud();
        return dimensionRows(column, session.events, session.enterprise);
      };
      return rows(withPatterns(session.dimension(column, load), given));
    }
    const query = queryOf(given, context);
    const ascending = given.text('order') === 'asc';
    if (!session.callCloudQuietly()) return rows([]);
    if (isSummaryType(type)) {
      const asked = aggregates.filter((aggregate) => given.list('aggregate').includes(aggregate));
      const found = summaryRows(session.events, query, {
        type,
        columns: given.names('columns'),
        // A plain span asks the cloud for the last time and shows the occurrences, which are then not there.
        aggregates: asked.length > 0 || type === 'span' ? asked : ['occurrences'],
        ascending,
        limit: given.integer('limit'),
      });
      return rows(withPatterns(found, given));
    }
    const limit = given.integer('limit') ?? (session.account.addOns ? 50 : 1000);
    const events = pagedEvents(session.events, query, ascending, limit);
    const vault = indexOf(session.vault);
    const enterprise = indexOf(session.enterprise);
    const row =
      given.text('reportFormat') === 'fields'
        ? (event: AuditEvent) => fieldsRow(event, vault, enterprise)
        : (event: AuditEvent) => messageRow(event);
    return rows(withPatterns(events.map(row), given));
  },
};

function isSummaryType(type: string): type is SummaryType {
  return ['hour', 'day', 'week', 'month', 'span'].includes(type);
}

function queryOf(given: Arguments, { session, now, utcOffsetMinutes }: CommandContext): EventQuery {
  const created = given.text('created') ?? (session.account.addOns ? undefined : 'last_30_days');
  const range = created === undefined ? { named: false } : readCreated(created, now, utcOffsetMinutes);
  const types = new Set(valuesOf(given.list('eventType')).map((value) => eventTypeName(value)));
  const filters: ((event: AuditEvent) => boolean)[] = [];
  if (types.size > 0) filters.push((event) => types.has(event.type));
  const oneOf = (option: string, property: string): void => {
    const wanted = new Set(valuesOf(given.list(option)));
    if (wanted.size > 0) filters.push((event) => wanted.has(String(propertyOf(event, property) ?? '')));
  };
  oneOf('username', 'username');
  oneOf('toUsername', 'to_username');
  oneOf('ipAddress', 'ip_address');
  oneOf('recordUid', 'record_uid');
  oneOf('sharedFolderUid', 'shared_folder_uid');
  const geo = given.text('geoLocation');
  if (geo !== undefined) filters.push((event) => placeOfAddress(event.ipAddress) === geo);
  const device = given.text('deviceType')?.split(',')[0]?.trim().toLowerCase();
  if (device !== undefined) {
    filters.push((event) => String(propertyOf(event, 'device_type') ?? '').toLowerCase() === device);
  }
  return {
    min: range.min ?? Number.NEGATIVE_INFINITY,
    max: range.max ?? Number.POSITIVE_INFINITY,
    matches: (event) => filters.every((filter) => filter(event)),
  };
}

/** A value may be a list by itself: `in (login, open_record)`. */
function valuesOf(list: readonly string[]): readonly string[] {
  return list.flatMap((value) => {
    const inner = /^\s*in\s*\((.*)\)\s*$/is.exec(value)?.[1];
    return inner === undefined ? [value] : inner.split(',').map((part) => part.trim().replaceAll(/^["']|["']$/g, ''));
  });
}

function eventTypeName(value: string): string {
  return auditEventTypes.find((type) => String(type.id) === value)?.name ?? value;
}

/** Words behind the options keep rows that hold one of them, or all of them. */
function withPatterns(list: readonly JsonObject[], given: Arguments): readonly JsonObject[] {
  if (given.words.length === 0) return list;
  const tests = given.words.map((word) => {
    const pattern = given.has('regex') ? new RegExp(word, 'i') : null;
    const lower = word.toLowerCase();
    return (printed: string): boolean => pattern?.test(printed) ?? printed.toLowerCase().includes(lower);
  });
  return list.filter((row) => {
    const printed = Object.values(row)
      .map((cell) => cellText(cell))
      .join('\n');
    return given.has('matchAll') ? tests.every((test) => test(printed)) : tests.some((test) => test(printed));
  });
}
