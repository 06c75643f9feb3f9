import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportTarget, Manifest } from './manifest.ts';
import type { WorkspacePackage } from './packages.ts';

const SOURCE = '@leat/source';

/** Every published package says under which licence, for which Node.js and with which entry points it comes. */
export function* manifestsAreComplete(packages: readonly WorkspacePackage[]): Iterable<string> {
  for (const { folder, path, manifest } of packages) {
    const where = `packages/${folder}`;
    if (manifest.license !== 'Apache-2.0') yield `${where}: license is not Apache-2.0`;
    if (manifest.type !== 'module') yield `${where}: type is not "module"`;
    if (manifest.engines?.['node'] !== '>=22.18') yield `${where}: engines.node is not ">=22.18"`;
    if (manifest.description === undefined) yield `${where}: no description`;
    if (manifest.sideEffects === undefined) yield `${where}: does not say whether importing it has side effects`;
    if (manifest.publishConfig?.access !== 'public') yield `${where}: publishConfig.access is not "public"`;
    if (manifest.scripts?.['build'] !== 'tsdown') yield `${where}: script "build" is not "tsdown"`;
    if (!existsSync(join(path, 'README.md'))) yield `${where}: no README.md`;
    yield* exportProblems(where, path, manifest);
  }
}

function* exportProblems(where: string, path: string, manifest: Manifest): Iterable<string> {
  const exported = Object.entries(manifest.exports ?? {}).filter(([subpath]) => subpath !== './package.json');
  const published = manifest.publishConfig?.exports ?? {};
  if (exported.length === 0) yield `${where}: exports nothing`;
  for (const [subpath, target] of exported) {
    const source = conditionOf(target, SOURCE);
    if (source === undefined) yield `${where}: exports["${subpath}"] has no condition ${SOURCE}`;
    else if (!existsSync(join(path, source))) yield `${where}: ${source} of exports["${subpath}"] does not exist`;
    // An entry without a build is for this repository's own tests, such as fail points; it must not be published.
    const built = conditionOf(target, 'default');
    if (built !== conditionOf(published[subpath], 'default')) {
      yield `${where}: publishConfig.exports["${subpath}"] is not ${built ?? 'absent'}, as in exports`;
    }
  }
  for (const [subpath, target] of Object.entries(published)) {
    if (manifest.exports?.[subpath] === undefined)
      yield `${where}: publishConfig exports "${subpath}", exports does not`;
    if (conditionOf(target, SOURCE) !== undefined) yield `${where}: publishConfig.exports["${subpath}"] names a source`;
  }
}

function conditionOf(target: ExportTarget | undefined, condition: string): string | undefined {
  if (typeof target === 'string') return condition === 'default' ? target : undefined;
  return target?.[condition];
}
