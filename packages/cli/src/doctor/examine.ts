import { errorReport } from '@leat/core';
import type { PipelineFactory, Project } from '@leat/runtime';
import { localOverview } from '../dataset/overview.ts';
import type { Finding } from '../findings/print-findings.ts';
import { plural } from '../terminal/numbers.ts';
import { examineMachine } from './examine-machine.ts';
import { examineSecrets } from './examine-secrets.ts';
import { examineWorkDir } from './examine-work-dir.ts';

/** Looks at everything that can go wrong before and beside a run. What fails is a finding, and the rest is still looked at. */
export async function* examine({ container, location }: Project, name: string | undefined): AsyncIterable<Finding> {
  const { PIPELINES, resolve } = await import('@leat/runtime');
  const pipelines = resolve(container, PIPELINES);
  yield* examineMachine();
  yield* findingsOf('work dir', pipelines.workDir, examineWorkDir(pipelines.workDir));
  yield* findingsOf('configuration', location.configFile ?? 'none', examineSecrets(pipelines));
  const names = name === undefined ? pipelines.names() : [name];
  for (const pipeline of names) {
    yield* findingsOf('packages', pipeline, examinePackages(pipelines, pipeline));
    yield* findingsOf('pipeline', pipeline, pipelines.check(pipeline, new AbortController().signal));
  }
}

async function* examinePackages(pipelines: PipelineFactory, name: string): AsyncIterable<Finding> {
  const { pendingPackages, quarantinedRows } = await localOverview(await pipelines.local(name));
  const pending = pendingPackages.length;
  yield pending === 0
    ? { subject: 'packages', name, status: 'ok', message: 'none is waiting' }
    : {
        subject: 'packages',
        name,
        status: 'warning',
        message: `${plural(pending, 'load package')} sealed and not loaded: ${pendingPackages.join(', ')}`,
        remedy: `Run the pipeline, which finishes them first: leat run ${name}`,
      };
  if (quarantinedRows === 0) return;
  yield {
    subject: 'packages',
    name,
    status: 'warning',
    message: `${plural(quarantinedRows, 'row')} set aside`,
    remedy: `Look at them with: leat quarantine show --pipeline ${name}`,
  };
}

/** The findings of one part; an error of it is its last finding. */
async function* findingsOf(subject: string, name: string, part: AsyncIterable<Finding>): AsyncIterable<Finding> {
  try {
    yield* part;
  } catch (error) {
    const { code, message, remedy } = errorReport(error);
    yield { subject, name, status: 'failed', message: `${code} ${message}`, remedy };
  }
}
