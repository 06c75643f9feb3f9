import { isLeatError, type PipelineSource } from '@leat/core';
import type { SourceChoice } from '../config/define-config.ts';
import { isPlugin, type SourceExport } from '../plugins/plugin-kind.ts';
import { shortName } from './choose-pipeline.ts';
import { loadSource, type PartContext } from './resolve-part.ts';

/**
 * The name under which a pipeline's schema and state are stored: that of its source's plugin, or of the pipeline for resources
 * made in code. A source that is not installed on this machine is named by the word the configuration has for it.
 */
export async function sourceName(choice: SourceChoice, context: PartContext): Promise<string> {
  try {
    return nameOf(await loadSource(choice, context), context.pipeline);
  } catch (error) {
    if (typeof choice === 'string' && isLeatError(error) && error.code === 'LEAT_PLUGIN_MISSING')
      return shortName(choice);
    throw error;
  }
}

function nameOf(source: SourceExport | PipelineSource, pipeline: string): string {
  if (isPlugin(source)) return source.name;
  return 'kind' in source && source.kind === 'configured-source' ? source.plugin.name : pipeline;
}
