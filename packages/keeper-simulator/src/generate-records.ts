import { Random } from './random.ts';
import { lonelySurrogates, plainWord, someName } from './unkind-text.ts';
import type {
  FolderMember,
  RecordShare,
  TrashedRecord,
  VaultFolder,
  VaultRecord,
  VaultTeam,
  VaultUser,
} from './vault.ts';

const types = [
  'login',
  'login',
  'login',
  'login',
  'databaseCredentials',
  'sshKeys',
  'bankCard',
  'general',
  'encryptedNotes',
];

/** Generates the folders of the service user: own, nested, shared, and subfolders of shared ones. */
export function generateFolders(
  seed: number,
  count: number,
  users: readonly VaultUser[],
  teams: readonly VaultTeam[],
): readonly VaultFolder[] {
  const random = new Random(seed, 'folders');
  const folders: VaultFolder[] = [];
  for (let index = 0; index < count; index += 1) {
    const shared = index % 4 === 3;
    const subfolder = index % 8 === 4;
    const parents = folders.filter((folder) => (subfolder ? folder.kind !== 'user' : folder.kind === 'user'));
    const nested = subfolder || index % 3 === 1;
    const parent = nested && parents.length > 0 ? random.pick(parents.slice(-50)) : undefined;
    const kind = shared ? 'shared' : subfolder && parent !== undefined ? 'shared-sub' : 'user';
    folders.push({
      uid: index % 6 === 1 ? `-${random.uid().slice(1)}` : random.uid(),
      name: kind === 'shared-sub' ? `Sub "${index}" ü` : someName(random, shared ? 'Shared' : 'Folder', index, 0.15),
      parentUid: parent?.uid ?? null,
      kind,
      members: shared ? generateMembers(random, users, teams) : [],
    });
  }
  return folders;
}

function generateMembers(
  random: Random,
  users: readonly VaultUser[],
  teams: readonly VaultTeam[],
): readonly FolderMember[] {
  const service = users[0];
  const approved = teams.filter((team) => !team.queued);
  const alone = random.chance(0.3);
  const others = users.slice(1, 60).filter((user) => user.status !== 'Invited' && !alone && random.chance(0.15));
  const members: FolderMember[] = [];
  if (service !== undefined && random.chance(0.8)) {
    members.push({ kind: 'user', id: service.email, manageUsers: true, manageRecords: true });
  }
  for (const user of others.slice(0, 6)) {
    members.push({
      kind: 'user',
      id: user.email,
      manageUsers: false,
      manageRecords: random.chance(0.5),
    });
  }
  if (approved.length > 0 && random.chance(0.7)) {
    members.push({
      kind: 'team',
      id: random.pick(approved).uid,
      manageUsers: false,
      manageRecords: true,
    });
  }
  return members;
}

/** Generates records, each with shares; most belong to the service user, the others are shared with it. */
export function generateRecords(
  seed: number,
  count: number,
  users: readonly VaultUser[],
  folders: readonly VaultFolder[],
  before: number,
): readonly VaultRecord[] {
  const random = new Random(seed, 'records');
  const people = users.filter((user) => user.status !== 'Invited').map((user) => user.email);
  const records: VaultRecord[] = [];
  for (let index = 0; index < count; index += 1) records.push(generateRecord(random, index, people, folders, before));
  return records;
}

function generateRecord(
  random: Random,
  index: number,
  people: readonly string[],
  folders: readonly VaultFolder[],
  before: number,
): VaultRecord {
  const type = index === 0 ? 'login' : random.pick(types);
  const [service = 'service@example.com'] = people;
  const foreign = people.length > 1 && index > 2 && random.chance(0.15);
  const owner = foreign ? random.pick(people.slice(1)) : service;
  const note = type === 'encryptedNotes';
  const named = !note && type !== 'bankCard' && (index === 0 || random.chance(0.92));
  const length = note ? 0 : random.integer(6, 24);
  return {
    uid: uidOf(random, index),
    version: type === 'general' ? 2 : 3,
    type,
    title: titleOf(random, index, type),
    login: named ? `${plainWord(random)}${index}@example.com` : '',
    url: named && random.chance(0.85) ? `https://${plainWord(random)}${index}.example.com/path?q=${index}&x="y"` : '',
    card: type === 'bankCard' ? `*${random.integer(1000, 9999)} / A B` : '',
    secret: `S3cr3t!-rec-${index}`,
    owner,
    folderUid: folders.length > 0 && index !== 0 && random.chance(0.6) ? random.pick(folders).uid : null,
    shares: generateShares(random, index, owner, service, people, before),
    files: random.chance(0.08)
      ? [{ id: random.uid(), name: `file "${index}".txt`, size: random.integer(1, 1 << 20) }]
      : [],
    modifiedAt: before - random.integer(0, 900 * 86_400),
    revision: 1001 + index,
    strength: random.integer(0, 101),
    passwordLength: length,
    reused: random.chance(0.2),
    breachWatch: random.chance(0.1) ? 'at-risk' : random.chance(0.1) ? 'ignored' : 'passed',
  };
}

function uidOf(random: Random, index: number): string {
  const uid = random.uid();
  if (index % 97 === 3) return `-${uid.slice(1)}`;
  return index % 97 === 4 ? `_${uid.slice(1)}` : uid;
}

function titleOf(random: Random, index: number, type: string): string {
  if (index % 211 === 7) return lonelySurrogates[index % lonelySurrogates.length] ?? '';
  if (index % 53 === 5) return '';
  return someName(random, type.charAt(0).toUpperCase() + type.slice(1), index, index === 0 ? 0 : 0.12);
}

function generateShares(
  random: Random,
  index: number,
  owner: string,
  service: string,
  people: readonly string[],
  before: number,
): readonly RecordShare[] {
  if (people.length < 2) return [];
  const shares: RecordShare[] = [];
  if (owner !== service) shares.push({ email: service, canEdit: true, canShare: true, expiresAt: null });
  const count = random.chance(index === 0 ? 1 : 0.3) ? random.integer(1, 5) : 0;
  for (let number = 0; number < count; number += 1) {
    const email = random.pick(people);
    if (email === owner || shares.some((share) => share.email === email)) continue;
    const expiresAt = random.chance(0.1) ? before + 40_000_000 : null;
    shares.push({ email, canEdit: random.chance(0.5), canShare: random.chance(0.3), expiresAt });
  }
  return shares;
}

/** Generates what lies in the trash: own records, and some that others had shared. */
export function generateTrash(seed: number, count: number, before: number): readonly TrashedRecord[] {
  const random = new Random(seed, 'trash');
  return Array.from({ length: count }, (_, index) => ({
    uid: random.uid(),
    title: someName(random, 'Login', index, 0.3),
    type: 'login',
    deletedAt: index % 2 === 0 ? before - random.integer(0, 20 * 86_400) : null,
  }));
}
