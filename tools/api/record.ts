import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateApiSnapshot } from 'tsnapi';
import { REPOSITORY } from '../repository.ts';
import type { WorkspacePackage } from '../workspace/packages.ts';

/** Where the API of a package is on record. */
export function recordPath({ folder }: WorkspacePackage): string {
  return join(REPOSITORY, 'docs/api', `${folder}.d.ts`);
}

/** Prints what a package exports: the declarations of every entry that is published. Needs the package built. */
export async function printApi({ path, manifest }: WorkspacePackage): Promise<string> {
  const entries = await generateApiSnapshot(path);
  const published = Object.keys(manifest.publishConfig?.exports ?? {}).filter((name) => name !== './package.json');
  const parts = published.map(
    (name) => `// ${manifest.name} exports "${name}"\n\n${withoutHeader(entries[name]?.dts)}`,
  );
  return `${parts.join('\n')}\n`;
}

/** Compares what a package exports with what is on record; resolves to what is wrong. */
export async function compareApi(pack: WorkspacePackage): Promise<readonly string[]> {
  const recorded = await readFile(recordPath(pack), 'utf8').catch(() => '');
  const printed = await printApi(pack);
  if (recorded === printed) return [];
  const before: ReadonlySet<string> = new Set(recorded.split('\n'));
  const after: ReadonlySet<string> = new Set(printed.split('\n'));
  return [
    [
      ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
      ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
      'If this is meant: npx -y pnpm@12 exec node tools/record-api.ts',
    ].join('\n'),
  ];
}

/** The generator's own comment says where a snapshot comes from; the record says it in its first line. */
function withoutHeader(text: string | undefined): string {
  return (text ?? '// no declarations were found\n').replace(/^\/\*\*[^]*?\*\/\n/, '');
}
