import type { ContractMode, PipelineDefinition, PipelineLimits, PipelineSource, SchemaContract } from '@leat/core';
import { toObject, type Settings } from '../config/settings.ts';

/** What decides how rows become tables, but for policies; absent where core's defaults count. */
export type LoadingSettings = Pick<
  PipelineDefinition<PipelineSource>,
  'limits' | 'contract' | 'naming' | 'detectors' | 'keepLoadedFiles'
>;

/** Joins what the project says with what the pipeline says, which wins entry by entry. Keys and values were validated. */
export function loadingSettings(settings: Settings, pipeline: string): LoadingSettings {
  const levels = [[], ['pipelines', pipeline]];
  const last = (key: string): unknown => levels.flatMap((level) => settings.get([...level, key]) ?? []).at(-1)?.value;
  const section = (level: readonly string[], key: string): object => {
    const path = [...level, key];
    return toObject(
      settings.below(path).filter((setting) => setting.path.length > path.length),
      path.length,
    );
  };
  const limits: PipelineLimits = Object.assign({}, ...levels.map((level) => section(level, 'limits')));
  const [project, own] = levels.map((level) =>
    contractOf(settings.get([...level, 'contract'])?.value, section(level, 'contract')),
  );
  const contract = joinContracts(project, own);
  // `validateSettings` has checked names, lists and booleans.
  const rest = Object.fromEntries(
    ['naming', 'detectors', 'keepLoadedFiles'].flatMap((key) => {
      const value = last(key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  ) as Pick<LoadingSettings, 'naming' | 'detectors' | 'keepLoadedFiles'>;
  return { limits, ...(contract === undefined ? {} : { contract }), ...rest };
}

/** A contract is one word, or a section; a setting at the key itself is the word, or an empty section. */
function contractOf(word: unknown, section: object): SchemaContract | undefined {
  // Validated: text at this key is a mode.
  if (typeof word === 'string') return word as ContractMode;
  return Object.keys(section).length === 0 ? undefined : section;
}

function joinContracts(
  project: SchemaContract | undefined,
  own: SchemaContract | undefined,
): SchemaContract | undefined {
  if (typeof own !== 'object' || project === undefined) return own ?? project;
  const wide = typeof project === 'string' ? { tables: project, columns: project, dataType: project } : project;
  return { ...wide, ...own };
}
