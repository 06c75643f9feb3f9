import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../results/case-result.ts';
import type { Place } from '../place.ts';

/** Files a run that ended well should not have left, whatever happened before it. */
export function leftOvers(place: Place): readonly Problem[] {
  return [...aroundDatabase(place), ...inWorkDir(place)].map((detail) => ({ outcome: 'left-over', detail }));
}

function aroundDatabase({ database, workDir }: Place): readonly string[] {
  const known = new Set([basename(database), basename(workDir)]);
  return readdirSync(dirname(database)).filter((name) => !known.has(name));
}

function inWorkDir({ workDir, pipeline, dataset }: Place): readonly string[] {
  const folder = join(workDir, pipeline, `duckdb.${dataset}`);
  const strays = readdirSync(folder).filter((name) => name !== 'packages' && name !== 'scratch');
  const scratch = existsSync(join(folder, 'scratch')) ? readdirSync(join(folder, 'scratch')) : [];
  const packages = readdirSync(join(folder, 'packages')).flatMap((name) => {
    if (!name.endsWith('.loaded')) return [`package ${name}`];
    return existsSync(join(folder, 'packages', name, 'jobs')) ? [`rows of the loaded package ${name}`] : [];
  });
  return [...strays, ...scratch.map((name) => `scratch/${name}`), ...packages];
}
