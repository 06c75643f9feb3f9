import { REPOSITORY } from '../repository.ts';
import { runCommand } from '../run-command.ts';
import type { WorkspacePackage } from './packages.ts';

const WANTED = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/[a-zA-Z0-9_./-]+\.(mjs|d\.mts)(\.map)?)$/;

interface PackList {
  readonly files: readonly { readonly path: string }[];
}

/** A packed package holds its build, its README and its licence: no tests, recordings or sources. */
export async function* packagesHoldOnlyTheirBuild(packages: readonly WorkspacePackage[]): AsyncIterable<string> {
  for (const { folder, path } of packages) {
    const end = await runCommand('npx', ['-y', 'pnpm@12', 'pack', '--dry-run', '--json'], { cwd: path });
    if (end.code !== 0) {
      yield `packages/${folder}: pnpm pack failed\n${end.stderr}${end.stdout}`;
      continue;
    }
    // The shape is pnpm's; a list without files is reported below.
    const { files } = JSON.parse(end.stdout.slice(end.stdout.indexOf('{'))) as PackList;
    const names = new Set(files.map((file) => file.path));
    for (const name of names) if (!WANTED.test(name)) yield `packages/${folder}: packs ${name}`;
    for (const name of ['README.md', 'LICENSE', 'dist/index.mjs', 'dist/index.d.mts']) {
      if (!names.has(name)) yield `packages/${folder}: does not pack ${name}`;
    }
  }
}

/** The lockfile says what the manifests ask for, so that an installation with a frozen lockfile works. */
export async function* lockfileIsUpToDate(): AsyncIterable<string> {
  const args = ['-y', 'pnpm@12', 'install', '--frozen-lockfile', '--lockfile-only'];
  const end = await runCommand('npx', args, { cwd: REPOSITORY });
  if (end.code !== 0) yield `pnpm-lock.yaml does not match the manifests\n${end.stdout}${end.stderr}`;
}
