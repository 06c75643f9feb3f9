import { isLeatError, SourceError } from '../errors/leat-error.ts';
import type { RowStep } from './row-step.ts';
import { rowWithKeys, rowWithNames, rowWithoutKeys } from './reshape-row.ts';

/** Runs the steps of one resource over its pages, in order, and counts what they take out. */
export class StepRunner {
  readonly #steps: readonly RowStep[];
  readonly #resource: string | undefined;
  /** Rows that each `limit` lets pass yet, by the place of the step. */
  readonly #left: number[];
  #filtered = 0;
  #finished: boolean;

  constructor(steps: readonly RowStep[], resource?: string) {
    this.#steps = steps;
    this.#resource = resource;
    this.#left = steps.map((step) => (step.kind === 'limit' ? step.rows : 0));
    this.#finished = steps.some((step) => step.kind === 'limit' && !(step.rows > 0));
  }

  /** True when a `limit` lets nothing pass any more. */
  get finished(): boolean {
    return this.#finished;
  }

  /** Rows taken out since this was asked the last time. */
  takeFiltered(): number {
    const filtered = this.#filtered;
    this.#filtered = 0;
    return filtered;
  }

  /**
   * The rows that come out of the last step.
   *
   * @throws SourceError `LEAT_STEP_FAILED` with the resource and the step, and nothing of the row or of what was thrown.
   */
  run(page: readonly unknown[]): readonly unknown[] {
    let rows = page;
    for (const [index, step] of this.#steps.entries()) {
      try {
        rows = this.#runStep(step, index, rows);
      } catch (error) {
        throw isLeatError(error) ? error : this.#failure(step, index, error);
      }
    }
    return rows;
  }

  #runStep(step: RowStep, index: number, page: readonly unknown[]): readonly unknown[] {
    switch (step.kind) {
      case 'map':
        return withoutPromises(page.map((row) => (isRow(row) ? step.apply(row) : row)));
      case 'filter':
        return this.#count(
          page,
          page.filter((row) => !isRow(row) || step.apply(row)),
        );
      case 'flatMap':
        return this.#flatten(page, step.apply);
      case 'limit':
        return this.#limit(page, index);
      case 'rename':
        return page.map((row) => (isRow(row) ? rowWithNames(row, step.names) : row));
      case 'select':
        return page.map((row) => (isRow(row) ? rowWithKeys(row, step.keys) : row));
      case 'omit':
        return page.map((row) => (isRow(row) ? rowWithoutKeys(row, step.keys) : row));
    }
  }

  #count(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
    this.#filtered += before.length - after.length;
    return after;
  }

  #flatten(page: readonly unknown[], apply: (row: object) => Iterable<object>): readonly unknown[] {
    const rows: unknown[] = [];
    for (const row of page) {
      const before = rows.length;
      if (isRow(row)) for (const made of apply(row)) rows.push(made);
      else rows.push(row);
      if (rows.length === before) this.#filtered++;
    }
    return rows;
  }

  #limit(page: readonly unknown[], index: number): readonly unknown[] {
    const left = this.#left[index] ?? 0;
    const passed = page.length <= left ? page : page.slice(0, left);
    this.#left[index] = left - passed.length;
    if (this.#left[index] === 0) this.#finished = true;
    return this.#count(page, passed);
  }

  /** What was thrown may quote the row, so only its kind and its place in the code are told. */
  #failure(step: RowStep, index: number, error: unknown): SourceError {
    const place = `step ${index + 1} (${step.kind})`;
    const type = error instanceof Error ? error.name : typeof error;
    const at = error instanceof Error ? frameOf(error) : undefined;
    return new SourceError(
      `${this.#resource === undefined ? 'A source of rows' : `Resource "${this.#resource}"`} failed in ${place}: ${type}`,
      {
        code: 'LEAT_STEP_FAILED',
        recoverability: 'terminal',
        remedy:
          'Mend the step, or let it give undefined values instead of throwing. The row is not shown here on purpose.',
        details: {
          ...(this.#resource === undefined ? {} : { resource: this.#resource }),
          step: `${index + 1} ${step.kind}`,
          thrown: type,
          ...(at === undefined ? {} : { at }),
        },
      },
    );
  }
}

/** Lists inside a page were taken for pages before; here they are no rows. */
function isRow(row: unknown): row is object {
  return typeof row === 'object' && row !== null && !Array.isArray(row);
}

/** An async function gives promises, which would be rows without keys: refused at the first. */
function withoutPromises(rows: readonly unknown[]): readonly unknown[] {
  if (rows.some((row) => row instanceof Promise)) throw new TypeError('A step gave a promise.');
  return rows;
}

/** The place in somebody's code where an error was made, as file, line and column; nothing else of the stack. */
function frameOf({ stack, message }: Error): string | undefined {
  const text = stack ?? '';
  const after = message === '' ? 0 : text.indexOf(message) + message.length;
  return /^\s+at (?:.* \()?((?:file:|node:|\/|[A-Za-z]:\\)[^()\s]*:\d+:\d+)\)?$/m.exec(text.slice(after))?.[1];
}
