import { mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { workspacePackages } from '../workspace/packages.ts';

/**
 * Makes `node_modules` in a folder with links to every package of the workspace and to what they depend on, as if a
 * user had installed them there.
 */
export async function linkPackages(folder: string): Promise<void> {
  const packages = await workspacePackages();
  const targets = new Map(packages.map(({ manifest, path }) => [manifest.name, path]));
  for (const place of [REPOSITORY, ...packages.map(({ path }) => path)]) {
    for (const name of await installedNames(join(place, 'node_modules'))) {
      if (!targets.has(name)) targets.set(name, join(place, 'node_modules', name));
    }
  }
  for (const [name, target] of targets) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
}

async function installedNames(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await readdir(folder).catch(() => [])) {
    if (entry.startsWith('.')) continue;
    if (!entry.startsWith('@')) names.push(entry);
    else names.push(...(await readdir(join(folder, entry))).map((name) => `${entry}/${name}`));
  }
  return names;
}
