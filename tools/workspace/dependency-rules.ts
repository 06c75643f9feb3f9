import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { workspaceDependencies, type WorkspacePackage } from './packages.ts';

/**
 * What each package may depend on, and nothing else. A new line here is a decision about architecture: say why in
 * ARCHITECTURE.md. Peers count; development dependencies do not.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ['@standard-schema/spec'],
  sql: ['@leat/core', 'kysely'],
  testkit: ['@leat/core', 'vitest'],
  runtime: ['@leat/core', 'reflect-metadata', 'smol-toml', 'tsyringe'],
  cli: ['@leat/core', '@leat/runtime'],
  'source-keeper': ['@leat/core', 'ky', 'zod'],
  'keeper-simulator': [],
  'dest-duckdb': ['@duckdb/node-api', '@leat/core', '@leat/sql', 'kysely'],
  'dest-postgres': ['@leat/core', '@leat/sql', 'kysely', 'pg', 'pg-copy-streams', 'pg-cursor'],
};

/** Packages depend on what the plan of the house allows, with versions from the catalog. */
export function* dependenciesAreAllowed(packages: readonly WorkspacePackage[]): Iterable<string> {
  for (const { folder, manifest } of packages) {
    const allowed = ALLOWED[folder];
    if (allowed === undefined) {
      yield `packages/${folder}: tools/workspace/dependency-rules.ts does not say what it may depend on`;
      continue;
    }
    const needed = { ...manifest.dependencies, ...manifest.peerDependencies };
    for (const name of Object.keys(needed)) {
      if (!allowed.includes(name)) yield `packages/${folder}: must not depend on ${name}`;
    }
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (version === 'catalog:' || version === 'workspace:*') continue;
      yield `packages/${folder}: ${name} has a version of its own (${version}); name it in the catalog`;
    }
  }
}

interface TsConfig {
  readonly references?: readonly { readonly path: string }[];
}

/** `references` of a tsconfig are the workspace packages among `dependencies`, so that `tsc -b` sees what npm sees. */
export async function* referencesMatchDependencies(packages: readonly WorkspacePackage[]): AsyncIterable<string> {
  const folderOf = new Map(packages.map(({ folder, manifest }) => [manifest.name, folder]));
  for (const { folder, path, manifest } of packages) {
    const wanted = workspaceDependencies(manifest).map((name) => `../${folderOf.get(name) ?? name}`);
    yield* differences(`packages/${folder}/tsconfig.json`, await referencesOf(join(path, 'tsconfig.json')), wanted);
  }
  const all = packages.map(({ folder }) => `packages/${folder}`);
  yield* differences('tsconfig.build.json', await referencesOf(join(REPOSITORY, 'tsconfig.build.json')), all);
}

async function referencesOf(path: string): Promise<readonly string[]> {
  // The configuration files of this repository are plain JSON; anything else fails here, which is as good.
  const config = JSON.parse(await readFile(path, 'utf8')) as TsConfig;
  return (config.references ?? []).map((reference) => reference.path);
}

function* differences(file: string, found: readonly string[], wanted: readonly string[]): Iterable<string> {
  for (const path of wanted) if (!found.includes(path)) yield `${file}: no reference to ${path}, which is a dependency`;
  for (const path of found) if (!wanted.includes(path)) yield `${file}: refers to ${path}, which is no dependency`;
}
