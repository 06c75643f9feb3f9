import { basename } from 'node:path';
import { ConfigError } from '@leat/core';
import { isSourceChoice, type SourceChoice } from '../config/define-config.ts';
import type { Settings } from '../config/settings.ts';
import { didYouMean } from '../suggest.ts';

/** A pipeline by name, and what it reads. */
export interface ChosenPipeline {
  readonly name: string;
  readonly source: SourceChoice;
}

/** Names of the pipelines of a project; a project that declares none has one per configured source. */
export function pipelineNames(settings: Settings): readonly string[] {
  const declared = settings.keys(['pipelines']);
  return declared.length > 0 ? declared : settings.keys(['sources']);
}

/**
 * Finds the pipeline a user means: a declared one, a configured source, a package or path, and in a project without pipelines
 * the source of that name, so that `leat run keeper` works without any file.
 * @throws ConfigError `LEAT_PIPELINE_UNKNOWN` or, without a name where there is not exactly one, `LEAT_PIPELINE_UNNAMED`.
 */
export function choosePipeline(settings: Settings, requested: string | undefined): ChosenPipeline {
  const names = pipelineNames(settings);
  const name = requested ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) throw unnamed(names);
  const declared = settings.keys(['pipelines']);
  if (declared.includes(name)) return { name, source: sourceOf(settings, name) };
  if (settings.keys(['sources']).includes(name)) return { name, source: name };
  if (/[\\/]/.test(name)) return { name: shortName(name), source: name };
  if (declared.length === 0) return { name, source: name };
  throw new ConfigError(
    `no pipeline is called "${name}"${didYouMean(name, names)}: the project has ${names.join(', ')}`,
    {
      code: 'LEAT_PIPELINE_UNKNOWN',
      recoverability: 'terminal',
      remedy: 'Take one of these names, or add the pipeline to the configuration.',
    },
  );
}

function sourceOf(settings: Settings, pipeline: string): SourceChoice {
  const value = settings.get(['pipelines', pipeline, 'source'])?.value;
  return isSourceChoice(value) ? value : pipeline;
}

/** `./sources/git-hub.ts` → `git-hub`, `@acme/leat-source-crm` → `crm`. */
export function shortName(choice: string): string {
  return basename(choice)
    .replace(/\.[^.]+$/, '')
    .replace(/^(?:leat-)?source-/, '');
}

function unnamed(names: readonly string[]): ConfigError {
  const none = names.length === 0;
  return new ConfigError(
    none ? 'the project has no pipeline' : `the project has several pipelines: ${names.join(', ')}`,
    {
      code: 'LEAT_PIPELINE_UNNAMED',
      recoverability: 'terminal',
      remedy: none ? 'Name a source, as in `leat run keeper`, or write a leat.config.ts.' : 'Name one of them.',
    },
  );
}
