import { text } from '../arguments.ts';
import { rows } from '../command.ts';
import type { Command, CommandOutput } from '../command.ts';
import { reportRow } from '../json.ts';
import { indexOf } from '../vault-index.ts';
import { byTitle, descriptionOf } from './record-text.ts';

/** The flat lists of the vault's cache; they go on answering after the session is lost. */
export const listCommands: readonly Command[] = [
  {
    name: 'list',
    aliases: ['l'],
    summary: 'Records',
    arguments: { options: { type: text(['-t', '--type']) }, words: 'optional' },
    run(given, { session, json }) {
      const index = indexOf(session.vault);
      const type = given.text('type');
      const pattern = given.words[0]?.toLowerCase();
      const found = session.vault.records.filter(
        (record) =>
          (type === undefined || record.type === type) &&
          (pattern === undefined || `${record.title} ${descriptionOf(record)}`.toLowerCase().includes(pattern)),
      );
      if (found.length === 0) return nothing('No records are found', json);
      return rows(
        found.toSorted(byTitle).map((record) =>
          reportRow({
            record_uid: record.uid,
            type: record.type,
            title: record.title,
            description: descriptionOf(record),
            shared: index.isShared(record),
            record_category: 'classic',
          }),
        ),
      );
    },
  },
  {
    name: 'list-sf',
    aliases: ['lsf'],
    summary: 'Shared folders',
    arguments: { words: 'optional' },
    run(given, { session, json }) {
      const pattern = given.words[0]?.toLowerCase() ?? '';
      const shared = session.vault.folders.filter(
        (folder) => folder.kind === 'shared' && folder.name.toLowerCase().includes(pattern),
      );
      if (shared.length === 0) return nothing('No shared folders are found', json);
      const sorted = shared.toSorted((left, right) => (left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1));
      return rows(sorted.map((folder) => reportRow({ shared_folder_uid: folder.uid, name: folder.name })));
    },
  },
  {
    name: 'list-team',
    aliases: ['lt'],
    summary: 'Teams',
    arguments: { options: { verbose: { flags: ['-v', '--verbose'], kind: 'flag' } } },
    run(given, { session, json }) {
      const vault = session.enterprise;
      const index = indexOf(vault);
      const teams = vault.teams.filter((team) => !team.queued);
      if (teams.length === 0) return nothing('No teams are found', json);
      return rows(
        teams.map((team) =>
          reportRow({
            Company: vault.nodes[0]?.name,
            'Team UID': team.uid,
            Name: team.name,
            Member: given.has('verbose')
              ? (index.usersByTeam.get(team.uid) ?? []).map((user) => user.email)
              : undefined,
          }),
        ),
      );
    },
  },
];

/** An empty list: JSON is passed on as it is, text is logged. */
export function nothing(message: string, json: boolean): CommandOutput {
  return json ? { kind: 'reply', data: { message } } : { kind: 'log', text: message };
}
