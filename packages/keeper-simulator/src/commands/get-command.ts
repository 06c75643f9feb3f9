import { flag } from '../arguments.ts';
import { CommandError } from '../command.ts';
import type { Command } from '../command.ts';
import type { JsonObject } from '../json.ts';
import { localIso } from '../local-time.ts';
import { indexOf } from '../vault-index.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { VaultRecord } from '../vault.ts';

/**
 * Reveals a record with all its secrets, as the real command does even without `--unmask`. Every secret value is invented and
 * begins with `S3cr3t!`, so that a test can look for it where it must not be.
 */
export const getCommand: Command = {
  name: 'get',
  aliases: ['g'],
  summary: 'One record with its secrets',
  arguments: {
    options: {
      format: { flags: ['--format'], kind: 'text', choices: ['detail', 'json', 'password', 'fields'] },
      unmask: flag('--unmask'),
    },
    words: { required: 'uid' },
  },
  run(given, { session, utcOffsetMinutes }) {
    const index = indexOf(session.vault);
    const [uid = ''] = given.words;
    const record = index.recordByUid.get(uid);
    if (record === undefined) throw new CommandError(`get: Cannot find any object with UID: ${uid}`);
    const format = given.text('format');
    if (format === 'json') {
      const data = { ...commonPart(index, record, utcOffsetMinutes), ...secretPart(record) };
      return { kind: 'document', data };
    }
    if (format === 'password') return { kind: 'parsed', data: { password: record.secret } };
    if (format === 'fields') return { kind: 'document', data: [{ name: 'password', value: record.secret }] };
    return { kind: 'parsed', data: plainPart(record, given.has('unmask')) };
  },
};

function commonPart(index: VaultIndex, record: VaultRecord, utcOffsetMinutes: number): JsonObject {
  const { folderUid } = record;
  return {
    record_uid: record.uid,
    version: record.version,
    source: 'classic',
    revision: record.revision,
    shared: index.isShared(record),
    title: record.title,
    notes: `first line\nsecond "line"\t${record.secret}`,
    client_modified_time: localIso(record.modifiedAt, utcOffsetMinutes),
    folder: { uid: folderUid, path: folderUid === null ? '/' : index.folderPath(folderUid) },
    // Only an empty list was recorded, so nothing is invented for records in shared folders.
    shared_folder_permissions: [],
    user_permissions: [
      permission(record.owner, true, true, true, null),
      ...record.shares.map((share) => permission(share.email, false, share.canEdit, share.canShare, share.expiresAt)),
    ],
  };
}

function permission(
  username: string,
  owner: boolean,
  editable: boolean,
  shareable: boolean,
  expiresAt: number | null,
): JsonObject {
  const expiration = expiresAt === null ? undefined : expiresAt * 1000;
  return { username, owner, editable, shareable, share_admin: false, expiration };
}

function secretPart(record: VaultRecord): JsonObject {
  const { secret } = record;
  if (record.version === 2) {
    return {
      record_type: record.type,
      login: record.login || undefined,
      password: secret,
      login_url: record.url || undefined,
      custom_fields: [
        { name: 'Ключ', type: 'text', value: secret },
        { name: '', value: '' },
      ],
    };
  }
  return { type: record.type, fields: typedFields(record), custom: [] };
}

function typedFields(record: VaultRecord): readonly JsonObject[] {
  const { secret } = record;
  const common = [
    ...(record.login === '' ? [] : [field('login', record.login)]),
    ...(record.url === '' ? [] : [field('url', record.url)]),
  ];
  const code = record.revision % 5 === 2 ? [field('oneTimeCode', `otpauth://totp/x?secret=${secret}`)] : [];
  switch (record.type) {
    case 'bankCard':
      return [
        field('paymentCard', { cardNumber: secret, cardExpirationDate: '01/2030', cardSecurityCode: secret }),
        field('pinCode', secret),
      ];
    case 'sshKeys':
      return [...common, field('keyPair', { publicKey: 'public', privateKey: secret })];
    case 'encryptedNotes':
      return [field('note', secret)];
    default:
      return [...common, field('password', secret), ...code];
  }
}

function plainPart(record: VaultRecord, unmask: boolean): JsonObject {
  return {
    uid: record.uid,
    type: record.type,
    title: record.title,
    login: record.login || undefined,
    password: unmask ? record.secret : '********',
    url: record.url || undefined,
    notes: record.secret,
  };
}

function field(type: string, value: JsonObject | string): JsonObject {
  return { type, value: [value] };
}
