import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** A package that is published. */
export interface WorkspacePackage {
  /** Name of its folder below `packages/`. */
  readonly folder: string;
  readonly path: string;
  readonly manifest: Manifest;
}

/** Lists the packages below `packages/`, by folder. */
export async function workspacePackages(repository: string = REPOSITORY): Promise<readonly WorkspacePackage[]> {
  const entries = await readdir(join(repository, 'packages'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    folders.toSorted().map(async (folder) => {
      const path = join(repository, 'packages', folder);
      return { folder, path, manifest: await readManifest(join(path, 'package.json')) };
    }),
  );
}

/** Names of the workspace packages a package needs when it is installed. */
export function workspaceDependencies(manifest: Manifest): readonly string[] {
  return Object.entries(manifest.dependencies ?? {})
    .filter(([, version]) => version.startsWith('workspace:'))
    .map(([name]) => name);
}
