const OPTIONS = `{ '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value: value ?? {} }) } }`;

/** Source text of a source with these resources, each written as JavaScript. */
export function sourceModule(resources: readonly string[], name = 'own'): string {
  return `
const resource = (definition) => ({ kind: 'resource', definition });
const thrown = (name, code, details = {}) => Object.assign(new Error('made to fail'), { name, code, details, remedy: 'Mend it.', recoverability: 'terminal' });
export default {
  kind: 'source', name: ${JSON.stringify(name)}, apiVersion: 1, options: ${OPTIONS},
  resources: ({ options }) => [${resources.join(', ')}],
};
`;
}

/** A resource of rows. */
export function rowsResource(name: string, rows: readonly object[], write = 'replace'): string {
  return `resource({ name: ${JSON.stringify(name)}, write: '${write}', rows: ${JSON.stringify(rows)} })`;
}

/** A resource that fails with an error of this class and code. */
export function failingResource(name: string, errorClass: string, code: string, details: object = {}): string {
  const error = `thrown('${errorClass}', '${code}', ${JSON.stringify(details)})`;
  return `resource({ name: '${name}', rows: async function* () { throw ${error}; } })`;
}

/** A resource of one row per line on stdin; it says on stderr which lines were taken, and listens to the signal. */
export const LINES = `resource({ name: 'lines', write: 'append', rows: async function* ({ signal }) {
  const { createInterface } = await import('node:readline');
  let number = 0;
  process.stderr.write('listening\\n');
  for await (const text of createInterface({ input: process.stdin, signal })) {
    number += 1;
    yield [{ number, text }];
    process.stderr.write('taken ' + number + '\\n');
  }
  signal.throwIfAborted();
} })`;

/** A project with a source of one's own as its only pipeline, loading into DuckDB. */
export function ownProject(resources: readonly string[], config: object = {}): Readonly<Record<string, string>> {
  const all = { pipelines: { own: { source: './own.mjs' } }, ...config };
  return { 'own.mjs': sourceModule(resources), 'leat.config.json': JSON.stringify(all) };
}

/**
 * Files of a project whose source dies at a fail point when `KILL_AT` names one: what a run leaves behind that was killed.
 * The file is beside `own.mjs`, which imports it.
 */
export function killableProject(resources: readonly string[], config: object = {}): Readonly<Record<string, string>> {
  const files = ownProject(resources, config);
  const failPoints = import.meta.resolve('@leat/core/fail-points');
  const kill = `
import { setFailPointHandler } from ${JSON.stringify(failPoints)};
setFailPointHandler((name) => { if (name === process.env.KILL_AT) process.kill(process.pid, 'SIGKILL'); });
`;
  return { ...files, 'own.mjs': kill + (files['own.mjs'] ?? '') };
}
