import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { workspacePackages } from '../workspace/packages.ts';

/** Folders of the packages that a first project needs, the plugins of the demo included. */
const PACKED: ReadonlySet<string> = new Set([
  'core',
  'sql',
  'runtime',
  'cli',
  'source-keeper',
  'dest-duckdb',
  'keeper-simulator',
]);

/** Builds and packs the packages into `folder`; resolves to the path of each tarball by package name. */
export async function packPackages(folder: string): Promise<ReadonlyMap<string, string>> {
  await mkdir(folder, { recursive: true });
  const tarballs = new Map<string, string>();
  for (const { folder: name, path, manifest } of await workspacePackages()) {
    if (!PACKED.has(name)) continue;
    // Through pnpm, since the build's own check of the package packs it with the pnpm on the path.
    await mustSucceed('npx', ['-y', 'pnpm@12', 'exec', 'tsdown'], path);
    const args = ['-y', 'pnpm@12', 'pack', '--json', '--pack-destination', folder];
    const printed = await mustSucceed('npx', args, path);
    // The shape is pnpm's; without a file name the installation below fails.
    const { filename } = JSON.parse(printed.slice(printed.indexOf('{'))) as { readonly filename: string };
    tarballs.set(manifest.name, join(folder, filename.split('/').at(-1) ?? filename));
  }
  return tarballs;
}

async function mustSucceed(command: string, args: readonly string[], cwd: string): Promise<string> {
  const end = await runCommand(command, args, { cwd });
  if (end.code !== 0) throw new Error(`${command} ${args.join(' ')} in ${cwd}\n${end.stdout}${end.stderr}`);
  return end.stdout;
}
