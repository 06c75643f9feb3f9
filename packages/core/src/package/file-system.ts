import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoadError } from '../errors/leat-error.ts';

/** Packages hold rows of the source: readable by their owner only. */
export const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;

/** Makes a folder and its parents, for the owner only. */
export async function makeFolder(path: string): Promise<void> {
  await withStorageErrors(path, () => mkdir(path, { recursive: true, mode: FOLDER_MODE }));
}

/** Writes a whole file and waits until the disk has it. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await withStorageErrors(path, async () => {
    await writeFile(path, text, { mode: FILE_MODE, flush: true });
  });
}

/** Renames a folder and waits until the disk knows the new name: after this, a crash cannot undo it. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await withStorageErrors(from, async () => {
    await rename(from, to);
    await syncFolder(dirname(to));
  });
}

/** Waits until the entries of a folder are on disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Reads a JSON document of a package; what is no JSON is a damaged package. */
export async function readDocument(path: string): Promise<unknown> {
  const text = await withStorageErrors(path, () => readFile(path, 'utf8'));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LoadError(`A file of a load package is damaged: ${path}`, {
      code: 'LEAT_PACKAGE_DAMAGED',
      recoverability: 'terminal',
      remedy: 'Drop the package and run the pipeline again; nothing of it was loaded.',
      cause: error,
    });
  }
}

/** Runs an operation on the working folder and turns what the system says into an error with a remedy. */
export async function withStorageErrors<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw asStorageError(path, error);
  }
}

/** Explains a failed file operation; errors that are no file errors pass through. */
export function asStorageError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || code.startsWith('LEAT_')) return error;
  const remedy = STORAGE_REMEDIES[code];
  return new LoadError(`The working folder cannot be used (${code}): ${path}`, {
    code: code === 'ENOSPC' || code === 'EDQUOT' ? 'LEAT_DISK_FULL' : 'LEAT_WORK_DIR',
    recoverability: 'terminal',
    remedy: remedy ?? 'Look at the path and its permissions, or set another working folder (workDir).',
    cause: error,
    details: { systemCode: code },
  });
}

const STORAGE_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free space on the disk and run the same command again; nothing is lost and nothing is loaded twice.',
  EDQUOT: 'Raise the quota or free space, and run the same command again.',
  EACCES: 'Give the user who runs leat write permission on the folder, or set another one (workDir).',
  EPERM: 'Give the user who runs leat write permission on the folder, or set another one (workDir).',
  EROFS: 'The file system is read-only: set a working folder elsewhere (workDir).',
  ENOTDIR: 'A part of the path is a file: set another working folder (workDir).',
};
