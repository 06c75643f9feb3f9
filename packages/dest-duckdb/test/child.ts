import type { LoadJob } from '@leat/core';
import { append, begin, call, commitOf, connect } from './warehouse.ts';

/** A load in a process of its own: prints a line per step, then the error it ended with, or `committed`. */
interface Script {
  readonly path: string;
  readonly loadId: string;
  readonly jobs: readonly LoadJob[];
  /** Where to wait to be killed. */
  readonly stop: 'after-begin' | 'after-first-file' | 'after-files' | 'in-commit' | 'after-commit' | 'never';
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
const script: Script = JSON.parse(Buffer.concat(chunks).toString('utf8'));

try {
  await using client = await connect({ path: script.path });
  await using session = await begin(client, script.loadId);
  await reached('after-begin');
  for (const [index, job] of script.jobs.entries()) {
    await session.loadFile(job, call);
    if (index === 0) await reached('after-first-file');
  }
  await reached('after-files');
  const table = script.jobs[0]?.table;
  const commit = await commitOf(client, table ? [append(table)] : [], { loadId: script.loadId });
  if (script.stop === 'in-commit') {
    // Everything but COMMIT has been done when the receipt is asked for; blocking keeps the process there.
    const receipt: typeof commit.receipt = () => {
      process.stdout.write('in-commit\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      return commit.receipt(new Map());
    };
    await session.commit({ ...commit, receipt }, call);
  }
  await session.commit(commit, call);
  await reached('after-commit');
  console.log(JSON.stringify({ committed: true }));
} catch (error) {
  if (!(error instanceof Error)) throw error;
  const { code, recoverability } = error as unknown as Record<string, unknown>;
  console.log(JSON.stringify({ code, recoverability, message: error.message }));
}

async function reached(step: Script['stop']): Promise<void> {
  process.stdout.write(`${step}\n`);
  if (step !== script.stop) return;
  setInterval(() => {}, 1000);
  await new Promise(() => {});
}
