import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');

/** Makes a project folder out of files by relative path; it is removed when the test ends. */
export async function projectFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'leat-cli-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const writes = Object.entries(files).map(async ([path, text]) => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  });
  await Promise.all(writes);
  return folder;
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export class RunningCommand {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #closed: Promise<unknown>;
  #stdout = '';
  #stderr = '';

  constructor(folder: string, words: readonly string[], environment: Readonly<Record<string, string>>) {
    const args = ['--conditions=@leat/source', MAIN, ...words];
    // Nothing of the machine that runs the tests but the way to programs: no colours, no CI, no package manager.
    const env = { PATH: process.env['PATH'], HOME: folder, ...environment };
    this.#child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
    onTestFinished(() => {
      this.#child.kill('SIGKILL');
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#closed = once(this.#child, 'close');
  }

  /** Writes a line to the command's stdin. */
  send(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  signal(name: 'SIGINT' | 'SIGTERM'): void {
    this.#child.kill(name);
  }

  /** Stops reading stdout and closes it, as `head` does. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  /** Waits until stderr holds a text; fails when the command ends without it. */
  async said(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) {
      const ended = await Promise.race([
        once(this.#child.stderr, 'data').then(() => false),
        this.#closed.then(() => true),
      ]);
      if (ended && !this.#stderr.includes(text))
        throw new Error(`the command ended without saying ${JSON.stringify(text)}: ${this.#stderr}`);
    }
  }

  /** Waits for the first output on stdout. */
  async printed(): Promise<void> {
    if (this.#stdout === '') await once(this.#child.stdout, 'data');
  }

  async ended(): Promise<Ended> {
    await this.#closed;
    return { code: this.#child.exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }
}

/** Starts `leat` in a folder, from its sources. */
export function start(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningCommand {
  return new RunningCommand(folder, words, environment);
}

/** Runs `leat` to its end, without input. */
export async function leat(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const command = start(folder, words, environment);
  command.endInput();
  return command.ended();
}

/** The one JSON object of `--json`. */
export function objectOf(ended: Ended): Record<string, unknown> {
  const value: unknown = JSON.parse(ended.stdout);
  if (typeof value !== 'object' || value === null) throw new Error(`no object: ${ended.stdout}`);
  return { ...value };
}
