import { stat } from 'node:fs/promises';
import process from 'node:process';
import { SECRETS_FILE, type PipelineFactory } from '@leat/runtime';
import type { Finding } from '../findings/print-findings.ts';

const SUBJECT = 'configuration';
/** Files that are meant for secrets: nobody but their owner should read them. */
const SECRET_FILES = [SECRETS_FILE, '.env', '.env.local'];

/** Whether secrets are where they belong: out of the configuration file, and in files that only their owner reads. */
export async function* examineSecrets(pipelines: PipelineFactory): AsyncIterable<Finding> {
  const literal = (await pipelines.describeSettings()).filter(({ literalSecret }) => literalSecret === true);
  for (const { path, origin } of literal) {
    yield {
      subject: SUBJECT,
      name: path,
      status: 'failed',
      message: `a secret stands in ${origin}, for everyone to read who reads the file`,
      remedy: 'Put env("NAME"), file(…) or exec(…) in its place, and change the secret where the file was shared.',
    };
  }
  if (literal.length === 0)
    yield { subject: SUBJECT, name: 'secrets', status: 'ok', message: 'none stands in the configuration file' };
  for (const file of SECRET_FILES) {
    const mode = await modeOf(file);
    if (mode === undefined || (mode & 0o044) === 0 || process.platform === 'win32') continue;
    yield {
      subject: SUBJECT,
      name: file,
      status: 'warning',
      message: 'others on this machine can read it',
      remedy: `Run: chmod 600 ${file}`,
    };
  }
}

async function modeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mode;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
