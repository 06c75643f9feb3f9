import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../results/case-result.ts';
import { isServed, packagesOf, type Place } from '../place.ts';

/** Files a run that ended well should not have left, whatever happened before it. */
export function leftOvers(place: Place): readonly Problem[] {
  return [...aroundDatabase(place), ...inWorkDir(place)].map((detail) => ({ outcome: 'left-over', detail }));
}

function aroundDatabase(place: Place): readonly string[] {
  if (isServed(place)) return [];
  const { database, workDir } = place;
  const known = new Set([basename(database), basename(workDir)]);
  return readdirSync(dirname(database)).filter((name) => !known.has(name));
}

function inWorkDir(place: Place): readonly string[] {
  const folder = packagesOf(place);
  const strays = readdirSync(folder).filter((name) => name !== 'packages' && name !== 'scratch');
  const scratch = existsSync(join(folder, 'scratch')) ? readdirSync(join(folder, 'scratch')) : [];
  const packages = readdirSync(join(folder, 'packages')).flatMap((name) => {
    if (!name.endsWith('.loaded')) return [`package ${name}`];
    return existsSync(join(folder, 'packages', name, 'jobs')) ? [`rows of the loaded package ${name}`] : [];
  });
  return [...strays, ...scratch.map((name) => `scratch/${name}`), ...packages];
}
