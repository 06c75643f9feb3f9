import { createHash } from 'node:crypto';
import { link, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { PipelineError } from '../errors/leat-error.ts';
import { FILE_MODE, withStorageErrors } from '../package/file-system.ts';
import { failPoint } from '../ports/fail-point.ts';

/** Who holds a working folder. */
interface Holder {
  readonly host: string;
  readonly pid: number;
}

/** Locks of this very process, which its pid alone cannot tell from those of an earlier one with the same pid. */
const held = new Set<string>();

/**
 * Holds a working folder for one process. A lock whose process is gone (same host, no such pid) is taken over; that is
 * a crash, and the packages say how to go on.
 *
 * The lock is a hard link to a file written before, so it appears with its content or not at all.
 */
export async function lockWorkDir(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, 'lock');
  const own = join(folder, `${ownPrefix()}${process.pid}`);
  return withStorageErrors(folder, async () => {
    try {
      await writeFile(own, JSON.stringify({ host: hostname(), pid: process.pid } satisfies Holder), {
        mode: FILE_MODE,
      });
      failPoint('run.locking');
      await takeLock(own, path);
      await removeAbandoned(folder);
    } finally {
      // A full disk creates the file without its content.
      await rm(own, { force: true });
    }
    held.add(path);
    return {
      [Symbol.asyncDispose]: async () => {
        await unlink(path);
        held.delete(path);
      },
    };
  });
}

/** How the files begin that processes of this host make on their way to the lock; the pid follows. */
function ownPrefix(): string {
  return `lock.${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}.`;
}

/** Deletes what processes left behind that were killed on their way to the lock. */
async function removeAbandoned(folder: string): Promise<void> {
  const prefix = ownPrefix();
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    if (!isRunning(pid)) await rm(join(folder, name), { force: true });
  }
}

async function takeLock(own: string, path: string): Promise<void> {
  try {
    await link(own, path);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
    const holder = await readHolder(path);
    if (holder !== undefined && isAlive(holder, path)) throw locked(holder);
    await removeStaleLock(path, `${own}.stale`);
    await takeLock(own, path);
  }
}

/**
 * Moves a stale lock aside, looks at it again and deletes it: between the first look and the move another process may have
 * taken over, and its lock must go back.
 */
async function removeStaleLock(path: string, aside: string): Promise<void> {
  try {
    await rename(path, aside);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return;
    throw error;
  }
  const holder = await readHolder(aside);
  if (holder !== undefined && isAlive(holder, path)) {
    await link(aside, path);
    await unlink(aside);
    throw locked(holder);
  }
  await unlink(aside);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const document: unknown = JSON.parse(await readFile(path, 'utf8'));
    // Written by `lockWorkDir` of this or an older process.
    return document as Holder;
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A holder on another host counts as alive: its processes cannot be seen from here. */
function isAlive(holder: Holder, path: string): boolean {
  if (holder.host !== hostname()) return true;
  return holder.pid === process.pid ? held.has(path) : isRunning(holder.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function locked(holder: Holder): PipelineError {
  return new PipelineError(`Another run of this pipeline is under way (process ${holder.pid} on ${holder.host}).`, {
    code: 'LEAT_LOCKED',
    recoverability: 'transient',
    remedy:
      'Wait for the other run to end, or stop it. If that host is gone for good, delete the file "lock" in the working folder.',
    details: { pid: holder.pid, host: holder.host },
  });
}
