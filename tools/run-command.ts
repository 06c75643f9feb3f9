import { spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandEnd {
  /** Exit code; 128 and more stand for a signal, as in a shell. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface CommandOptions {
  readonly cwd: string;
  /** Replaces the environment; the own one by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** After so many milliseconds the command and everything it started is killed. Default: ten minutes. */
  readonly timeout?: number;
}

const TEN_MINUTES = 600_000;

/**
 * Runs a command without standard input and without a shell, and collects what it prints.
 *
 * The command leads a process group of its own, so that a timeout ends its children too. Rejects when it cannot be
 * started at all.
 */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const timer = setTimeout(() => {
      stderr += `\nstopped after ${options.timeout ?? TEN_MINUTES} ms\n`;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, options.timeout ?? TEN_MINUTES);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const milliseconds = performance.now() - started;
      resolve({ code: code ?? (signal === null ? 1 : 137), stdout, stderr, milliseconds });
    });
  });
}
