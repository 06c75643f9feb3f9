import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '../findings/print-findings.ts';
import { formatBytes } from '../terminal/numbers.ts';
import { examineLock } from './examine-lock.ts';

const SUBJECT = 'work dir';
/** Below this a load of any size is likely to fill the disk. */
const LITTLE_SPACE = 1_000_000_000;
/** Permission bits of everybody but the owner. */
const OTHERS = 0o077;

/** Whether load packages can be written, are out of reach of others, have room, and are held by a run that is still there. */
export async function* examineWorkDir(workDir: string): AsyncIterable<Finding> {
  const folder = resolve(workDir);
  const existing = await nearestExisting(folder);
  if (!(await isWritable(existing))) {
    yield {
      subject: SUBJECT,
      name: workDir,
      status: 'failed',
      message: `${existing} cannot be written`,
      remedy: 'Give the user who runs leat write permission, or set another folder (workDir).',
    };
    return;
  }
  if (existing === folder) yield await examineModes(workDir);
  else yield { subject: SUBJECT, name: workDir, status: 'ok', message: 'not there yet; the first run creates it' };
  yield await examineSpace(workDir, existing);
  if (existing === folder) yield* examineLocks(folder);
}

/** Packages hold rows: their folders are for the owner alone. The folder above them may be anybody's, as in a repository. */
async function examineModes(workDir: string): Promise<Finding> {
  const open: string[] = [];
  for (const entry of await pipelineFolders(resolve(workDir)))
    if (process.platform !== 'win32' && ((await stat(entry)).mode & OTHERS) !== 0) open.push(entry);
  if (open.length === 0)
    return { subject: SUBJECT, name: workDir, status: 'ok', message: 'writable, for its owner alone' };
  return {
    subject: SUBJECT,
    name: workDir,
    status: 'warning',
    message: `others can look into ${open.join(', ')}`,
    remedy: `Run: chmod -R go-rwx ${open.join(' ')}`,
  };
}

async function examineSpace(workDir: string, folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const message = `${formatBytes(bavail * bsize)} free`;
  if (bavail * bsize >= LITTLE_SPACE) return { subject: SUBJECT, name: workDir, status: 'ok', message };
  return {
    subject: SUBJECT,
    name: workDir,
    status: 'warning',
    message,
    remedy: 'Free space, or set another folder (workDir): a load needs room for its packages.',
  };
}

async function* examineLocks(folder: string): AsyncIterable<Finding> {
  const findings: Finding[] = [];
  for (const entry of await pipelineFolders(folder)) {
    const finding = await examineLock(join(entry, 'lock'));
    if (finding !== undefined) findings.push(finding);
  }
  yield* findings;
  if (findings.length === 0) yield { subject: 'locks', name: 'none', status: 'ok', message: 'no run is under way' };
}

/** Folders of one pipeline, destination and dataset each: `<work dir>/<pipeline>/<destination>.<dataset>`. */
async function pipelineFolders(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pipeline of await foldersIn(folder)) found.push(...(await foldersIn(pipeline)));
  return found;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

async function nearestExisting(folder: string): Promise<string> {
  for (let current = folder; ; current = dirname(current)) {
    const exists = await access(current).then(
      () => true,
      () => false,
    );
    if (exists || dirname(current) === current) return current;
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
