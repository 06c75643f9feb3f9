import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { CheckFinding } from '@leat/core';

/** Whether a file of a destination, or the folder it would be created in, can be written; without trying it. */
export async function checkFile(path: string): Promise<CheckFinding> {
  const file = resolve(path);
  if (await allows(file, constants.F_OK)) {
    const isWritable = await allows(file, constants.W_OK);
    return isWritable
      ? { name: 'file', status: 'ok', message: `${path} can be written` }
      : failed(`${path} cannot be written`, 'Give the user who runs leat write permission on the file.');
  }
  const folder = dirname(file);
  if (!(await allows(folder, constants.F_OK)))
    return failed(`the folder of ${path} does not exist`, 'Create the folder, or give another path.');
  return (await allows(folder, constants.W_OK))
    ? { name: 'file', status: 'ok', message: `${path} does not exist yet; the first run creates it` }
    : failed(`the folder of ${path} cannot be written`, 'Give the user who runs leat write permission on the folder.');
}

function failed(message: string, remedy: string): CheckFinding {
  return { name: 'file', status: 'failed', message, remedy };
}

async function allows(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch {
    // `access` has no other way to say no, and why does not matter here.
    return false;
  }
}
