import { spawn } from 'node:child_process';

/** A script to run with node, on the TypeScript sources of the workspace. */
export interface ChildScript {
  /** Absolute path. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the folder this process is in. */
  readonly cwd?: string;
  /** Milliseconds after which a script that hangs is killed and the call fails. Default 60,000. */
  readonly timeout?: number;
}

/** How a script ended. */
export interface ChildEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it was ended because it took too long. */
  readonly timedOut: boolean;
}

/** What happens to a script from outside. */
export interface Interference {
  /** Module loaded before the script. */
  readonly preload?: string;
  /** Milliseconds after the start of the process at which it gets SIGKILL, unless it has ended. */
  readonly killAfter?: number;
}

/** Runs a script until it ends, by itself or by a signal. */
export function runChild(child: ChildScript, { preload, killAfter }: Interference = {}): Promise<ChildEnd> {
  const { script, args = [], env = {}, cwd = process.cwd(), timeout = 60_000 } = child;
  const flags = ['--conditions=@leat/source', ...(preload === undefined ? [] : [`--import=${preload}`])];
  return new Promise((resolve, reject) => {
    const spawned = spawn(process.execPath, [...flags, script, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timers = [
      setTimeout(() => {
        timedOut = spawned.kill('SIGKILL');
      }, timeout),
      ...(killAfter === undefined ? [] : [setTimeout(() => spawned.kill('SIGKILL'), killAfter)]),
    ];
    spawned.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    spawned.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    spawned.once('error', reject);
    // `close` comes after both streams ended, `exit` may come before.
    spawned.once('close', (code, signal) => {
      timers.forEach(clearTimeout);
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        timedOut,
      });
    });
  });
}
