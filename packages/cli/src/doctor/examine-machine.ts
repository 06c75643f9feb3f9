import process from 'node:process';
import type { Finding } from '../findings/print-findings.ts';
import { readVersion } from '../version.ts';

/** The runtime and the command. An older Node does not come this far: the bin says so itself. */
export function* examineMachine(): Iterable<Finding> {
  const { platform, arch, versions } = process;
  yield { subject: 'runtime', name: 'node', status: 'ok', message: `${versions.node} on ${platform} ${arch}` };
  yield { subject: 'runtime', name: 'leat', status: 'ok', message: readVersion() };
}
