import { createHash } from 'node:crypto';

import { flag } from '../arguments.ts';
import { CommandError, rows } from '../command.ts';
import type { Command } from '../command.ts';
import { reportRow } from '../json.ts';
import { localIso } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { VaultRecord } from '../vault.ts';
import { nothing } from './list-commands.ts';

const recordTypes = [
  'bankCard',
  'contact',
  'databaseCredentials',
  'encryptedNotes',
  'file',
  'general',
  'login',
  'serverCredentials',
  'softwareLicense',
  'sshKeys',
];

/** What is known about records besides their contents. */
export const recordCommands: readonly Command[] = [
  {
    name: 'trash list',
    summary: 'Deleted records',
    arguments: { options: { reload: flag('--reload') }, words: 'optional' },
    run(given, { session, json, utcOffsetMinutes }) {
      session.callCloud();
      const pattern = given.words[0]?.toLowerCase() ?? '';
      const found = session.vault.trash.filter((record) => record.title.toLowerCase().includes(pattern));
      if (found.length === 0) return nothing('Trash is empty', json);
      return rows(
        found.map((record) =>
          reportRow({
            'Record UID': record.uid,
            Name: record.title,
            'Record Type': record.type,
            'Deleted At': record.deletedAt === null ? undefined : localIso(record.deletedAt, utcOffsetMinutes),
            Status: record.deletedAt === null ? 'Share' : 'Record',
          }),
        ),
      );
    },
  },
  {
    name: 'file-report',
    summary: 'Files of records',
    arguments: { options: { download: flag('-d', '--try-download') } },
    run(_given, { session }) {
      return rows(
        session.vault.records.flatMap((record) =>
          record.files.map((file) =>
            reportRow({
              title: record.title,
              record_uid: record.uid,
              file_id: file.id,
              file_name: file.name,
              file_size: file.size,
            }),
          ),
        ),
      );
    },
  },
  {
    name: 'blank-records',
    summary: 'Records without any field',
    // The generated vault has none, and neither had the recorded one.
    run: () => rows([]),
  },
  {
    name: 'record-type-info',
    aliases: ['rti'],
    summary: 'Types of records',
    run: () => rows(recordTypes.map((content, index) => ({ recordTypeId: index + 1, content }))),
  },
  {
    name: 'record-history',
    aliases: ['rh'],
    summary: 'Revisions of a record',
    arguments: {
      options: { action: { flags: ['-a', '--action'], kind: 'text', choices: ['list'] } },
      words: { required: 'record' },
    },
    run(given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const index = indexOf(session.vault);
      const record = findRecord(index, 'record-history', given.words[0] ?? '');
      const time = (days: number): string => localIso(record.modifiedAt - days * 86_400, utcOffsetMinutes);
      return rows([
        { version: 'Current', time_modified: time(0) },
        { version: 'V.2', modified_by: record.owner, time_modified: time(1) },
        { version: 'V.1', modified_by: record.owner, time_modified: time(2) },
      ]);
    },
  },
  {
    name: 'one-time-share list',
    summary: 'One-time shares of a record',
    arguments: {
      options: { verbose: flag('-v', '--verbose'), all: flag('-a', '--show-all') },
      words: { required: 'record' },
    },
    run(given, { session, utcOffsetMinutes }) {
      session.callCloud();
      const index = indexOf(session.vault);
      const record = findRecord(index, 'one-time-share', given.words[0] ?? '');
      // A sample: every fifth record has one link.
      if (record.revision % 5 !== 1) return rows([]);
      return rows([
        {
          record_uid: record.uid,
          share_link_id: createHash('sha256').update(record.uid).digest('base64url'),
          generated: localIso(record.modifiedAt, utcOffsetMinutes),
          opened: `${localIso(record.modifiedAt + 60, utcOffsetMinutes)}.005000`,
          expires: localIso(4_000_000_000, utcOffsetMinutes),
        },
      ]);
    },
  },
];

/** A record by uid or title. @throws CommandError when there is none */
export function findRecord(index: VaultIndex, command: string, word: string): VaultRecord {
  const record = index.recordByUid.get(word) ?? index.vault.records.find((candidate) => candidate.title === word);
  if (record === undefined) throw new CommandError(`${command}: Record not found: ${word}`);
  return record;
}
