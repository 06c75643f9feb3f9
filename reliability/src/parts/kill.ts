import { runKilled } from '@leat/testkit';
import { answerOf, startRun, workloadScript } from '../child/start-run.ts';
import type { WorkloadRun } from '../child/workload-run.ts';

/** A way to die: runs a workload that does not come to its end. */
export interface Kill {
  readonly name: string;
  readonly kill: (run: WorkloadRun) => Promise<void>;
}

/** SIGKILL at a named fail point of core; `job.closed:3` is the third time. */
export function killAtPoint(point: string): Kill {
  return {
    name: point,
    kill: async (run) => {
      await runKilled({ ...workloadScript(run), point });
    },
  };
}

/** SIGKILL right before the n-th statement of the publishing transaction. */
export function killAtStatement(statement: number): Kill {
  return { name: `statement ${statement}`, kill: (run) => expectKilled({ ...run, killAtStatement: statement }) };
}

/** SIGKILL after the engine has acknowledged COMMIT and before leat hears of it. */
export function killAfterCommit(): Kill {
  return { name: 'COMMIT acknowledged', kill: (run) => expectKilled({ ...run, killAfterCommit: true }) };
}

async function expectKilled(run: WorkloadRun): Promise<void> {
  const end = await startRun(run).ended;
  if (end.signal !== 'SIGKILL') throw new Error(`was to be killed, but answered ${JSON.stringify(answerOf(end))}`);
}
