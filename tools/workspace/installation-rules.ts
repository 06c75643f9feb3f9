import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { type Manifest, readManifest } from './manifest.ts';

const SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** The only package that may run a script when it is installed: it puts the pinned Node.js in place. */
const MAY_RUN_SCRIPTS = 'node';

/**
 * No package of the workspace, direct or indirect, runs a script when it is installed, except `node`. One that has a script
 * is named in `allowBuilds` of pnpm-workspace.yaml, as forbidden, so that somebody has decided about it.
 */
export async function* nothingRunsAtInstallation(): AsyncIterable<string> {
  const decisions = allowedBuilds(await readFile(join(REPOSITORY, 'pnpm-workspace.yaml'), 'utf8'));
  for (const [name, allowed] of decisions) {
    if (allowed && name !== MAY_RUN_SCRIPTS) yield `pnpm-workspace.yaml allows ${name} to run scripts`;
  }
  const store = join(REPOSITORY, 'node_modules/.pnpm');
  let seen = 0;
  for (const entry of await readdir(store)) {
    for (const path of await packagesIn(join(store, entry, 'node_modules'))) {
      seen += 1;
      const manifest = await readManifest(join(path, 'package.json'));
      if (runsAtInstallation(path, manifest) && !decisions.has(manifest.name)) {
        yield `${manifest.name}@${manifest.version} wants to run a script when it is installed; decide in allowBuilds`;
      }
    }
  }
  if (seen === 0) yield `no packages found in ${store}: install first`;
}

/** Reads the lines of `allowBuilds`, which are plain `name: true` or `name: false`. */
function allowedBuilds(workspace: string): ReadonlyMap<string, boolean> {
  const [, block = ''] = /^allowBuilds:\n((?:[ \t]+.*\n?)*)/m.exec(workspace) ?? [];
  const lines = block.matchAll(/^\s+'?([^'#:\s]+)'?:\s*(true|false)/gm);
  return new Map([...lines].map(([, name = '', answer]) => [name, answer === 'true']));
}

/** Folders of the packages a store entry holds itself; links to other entries are left out. */
async function packagesIn(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (entry.name.startsWith('@')) found.push(...(await packagesIn(path)));
    else if (existsSync(join(path, 'package.json'))) found.push(path);
  }
  return found;
}

function runsAtInstallation(path: string, manifest: Manifest): boolean {
  // A binding.gyp without any script makes npm run node-gyp.
  return SCRIPTS.some((script) => manifest.scripts?.[script] !== undefined) || existsSync(join(path, 'binding.gyp'));
}
