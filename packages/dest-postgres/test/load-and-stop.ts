/** A load in a process of its own that stands still at a step: prints a line per step, then how it ended. */
import type { LoadJob } from '@leat/core';
import { append, begin, call, commitOf, connect } from './warehouse.ts';

/** The argument, as JSON. */
export interface StoppedLoad {
  readonly url: string;
  readonly dataset: string;
  readonly loadId: string;
  readonly jobs: readonly LoadJob[];
  /** Where to stop (SIGSTOP), until somebody has it go on. */
  readonly stop: 'after the files' | 'in the commit' | 'in a file';
}

if (import.meta.main) {
  // Written by a test of this package.
  const { url, dataset, loadId, jobs, stop } = JSON.parse(process.argv[2] ?? '') as StoppedLoad;
  try {
    await using client = await connect({ url, applicationName: 'stopped' }, { dataset });
    await using session = await begin(client, loadId);
    for (const job of jobs) {
      const loading = session.loadFile(job, call);
      // The file is larger than what sockets hold, so a part of it is on the way.
      if (stop === 'in a file') setTimeout(stand, 30);
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      await loading;
    }
    if (stop === 'after the files') stand();
    const table = jobs[0]?.table;
    const commit = await commitOf(client, table === undefined ? [] : [append(table)], { loadId });
    const receipt: typeof commit.receipt = (counts) => {
      if (stop === 'in the commit') stand();
      return commit.receipt(counts);
    };
    await session.commit({ ...commit, receipt }, call);
    console.log('committed');
  } catch (error) {
    console.log(error instanceof Error && 'code' in error ? String(error.code) : String(error));
  }
}

function stand(): void {
  process.stdout.write('standing\n');
  process.kill(process.pid, 'SIGSTOP');
}
