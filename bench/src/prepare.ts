import { cpSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './run-child.ts';
import type { Task } from './task.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import type { Workload } from './workload.ts';

/** The parts of a task that all runs of a comparison share. */
export type SharedTask = Omit<Task, 'variant' | 'folder' | 'samples' | 'input'>;

/** What is there before the clock starts: text that rows are read from, tables they are merged into. */
export class Preparation implements Disposable {
  readonly #folder = new TemporaryFolder();
  readonly #workload: Workload;
  readonly #task: SharedTask;
  readonly #program: string | undefined;
  #inputs = 0;

  /** `program` is the one of another checkout, which then prepares its own tables. */
  constructor(workload: Workload, task: SharedTask, program?: string) {
    this.#workload = workload;
    this.#task = task;
    this.#program = program;
  }

  /** Writes the text of `rows` rows; no file where the workload has none. */
  async input(rows: number): Promise<{ readonly input?: string }> {
    if (this.#workload.writeInput === undefined) return {};
    const input = join(this.#folder.path, `input.${this.#inputs++}`);
    await runChild({ ...this.#task, rows, variant: 'input', folder: this.#folder.path, input });
    return { input };
  }

  /** A new folder for each run, with a copy of the tables that rows are merged into, where they are merged. */
  async folders(variant: 'leat' | 'floor'): Promise<() => TemporaryFolder> {
    if (this.#workload.merge === undefined) return () => new TemporaryFolder();
    const base = join(this.#folder.path, variant);
    mkdirSync(base);
    const task = { ...this.#task, variant: variant === 'leat' ? 'base' : 'floor-base', folder: base } as const;
    await runChild(task, [], this.#program);
    return () => {
      const folder = new TemporaryFolder();
      cpSync(base, folder.path, { recursive: true });
      return folder;
    };
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

/** Bytes of the text that rows are read from; 0 where there is none. */
export function inputBytes({ input }: { readonly input?: string }): number {
  return input === undefined ? 0 : statSync(input).size;
}
