import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Readable, Writable } from 'node:stream';
import type { ChildScript } from '@leat/testkit';
import type { WorkloadAnswer, WorkloadRun } from './workload-run.ts';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that was started and can be talked to. */
export interface RunningProcess {
  readonly pid: number;
  readonly ended: Promise<ProcessEnd>;
  /** Waits until the process has printed a text; throws when it ends before. */
  printed(text: string): Promise<void>;
  /** Ends the process's stdin, which releases a workload that holds. */
  release(): void;
  kill(signal: NodeJS.Signals): void;
}

/** Milliseconds after which a process that hangs is killed. */
const PATIENCE = 180_000;

/**
 * Where Node keeps compiled code between processes (its documentation, module.enableCompileCache), and the JavaScript it
 * made of the TypeScript sources: the type stripper takes 35 MB and time that no user of the published packages spends.
 */
const COMPILE_CACHE = fileURLToPath(new URL('../../../.cache/reliability', import.meta.url));

const SCRIPT = fileURLToPath(new URL('./run-workload.ts', import.meta.url));

/** The script of a workload, as the testkit's killers take it. */
export function workloadScript(run: WorkloadRun): ChildScript {
  return { script: SCRIPT, args: [JSON.stringify(run)], timeout: PATIENCE };
}

/** Starts a workload in a process of its own. */
export function startRun(run: WorkloadRun): RunningProcess {
  return startNode([SCRIPT, JSON.stringify(run)]);
}

/** Starts a node process on the sources of the workspace. */
export function startNode(
  args: readonly string[],
  options: { readonly cwd?: string; readonly timeout?: number } = {},
): RunningProcess {
  const child = spawn(process.execPath, ['--conditions=@leat/source', ...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return watchProcess(child, options.timeout ?? PATIENCE);
}

function watchProcess(child: ChildProcessByStdio<Writable, Readable, Readable>, timeout: number): RunningProcess {
  let stdout = '';
  let stderr = '';
  const waiting = new Map<() => boolean, () => void>();
  const tell = (): void => {
    for (const [isThere, resolve] of waiting) if (isThere()) resolve();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    tell();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    tell();
  });
  // A process that ended before it was released has closed its end.
  child.stdin.on('error', () => {});
  const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    printed: async (text) => {
      const isThere = (): boolean => stdout.includes(text) || stderr.includes(text);
      if (isThere()) return;
      const { promise, resolve } = Promise.withResolvers<'printed'>();
      waiting.set(isThere, () => resolve('printed'));
      const end = await Promise.race([promise, ended]);
      if (end !== 'printed') throw new Error(`ended before it printed ${JSON.stringify(text)}:\n${stdout}${stderr}`);
    },
    release: () => child.stdin.end(),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}

/** What a workload answered. */
export function answerOf({ stdout, stderr, code, signal }: ProcessEnd): WorkloadAnswer {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`ended with ${signal ?? String(code)} and no answer:\n${stdout}${stderr}`);
  // Printed by `run-workload.ts`.
  return JSON.parse(line) as WorkloadAnswer;
}
