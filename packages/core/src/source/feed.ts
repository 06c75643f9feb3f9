import { rowWithMore } from './reshape-row.ts';
import { rowPages } from './row-pages.ts';
import { openRows } from './rows.ts';
import { stepsOf } from './rows-from.ts';
import type { StepRunner } from './step-runner.ts';
import type { Transform, TransformContext } from './transform.ts';

/** Rows of several parents that are handed on together. */
const PAGE_ROWS = 2048;

type Pages = AsyncGenerator<readonly unknown[], void, undefined>;

/**
 * Makes rows of one page of a parent: calls the transformer, runs the steps on what it gives, and copies the parent's fields.
 *
 * So many calls as `concurrency` allows are under way at once, each with at most one page waiting; rows come in the order
 * of their parents. Parents that are no objects make no rows.
 */
export async function* feed(
  transform: Transform,
  parents: readonly unknown[],
  context: TransformContext,
  steps: StepRunner,
): Pages {
  const objects = parents.filter((parent) => typeof parent === 'object' && parent !== null);
  const inputs: readonly object[] = transform.unit === 'page' ? (objects.length === 0 ? [] : [objects]) : objects;
  let rows: unknown[] = [];
  for await (const page of inOrder(inputs, transform, context, steps)) {
    if (rows.length === 0 && page.length >= PAGE_ROWS) yield page;
    else {
      for (const row of page) rows.push(row);
      if (rows.length >= PAGE_ROWS) {
        yield rows;
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield rows;
}

/** A call that is under way, with its next page asked for already. */
interface Call {
  readonly input: object;
  readonly pages: Pages;
  next: Promise<IteratorResult<readonly unknown[], void>>;
}

async function* inOrder(
  inputs: readonly object[],
  transform: Transform,
  context: TransformContext,
  steps: StepRunner,
): Pages {
  const { source } = stepsOf(transform.rows);
  const calls: Call[] = [];
  let started = 0;
  const start = (): void => {
    while (calls.length < transform.concurrency && started < inputs.length) {
      const input = inputs[started++];
      if (input !== undefined) calls.push(begin(input, pagesOf(source, input, context)));
    }
  };
  try {
    for (start(); calls.length > 0 && !steps.finished; start()) {
      const call = calls[0];
      const answer = await call?.next;
      if (call === undefined || answer === undefined || answer.done === true) calls.shift();
      else {
        call.next = ask(call.pages);
        const page = steps.run(answer.value);
        if (page.length > 0) yield withParent(page, call.input, transform.parentFields);
      }
    }
  } finally {
    await Promise.allSettled(calls.map(({ pages }) => pages.return()));
  }
}

async function* pagesOf(source: Transform['rows'], parent: object, context: TransformContext): Pages {
  yield* rowPages(await openRows(source, parent, context));
}

function begin(input: object, pages: Pages): Call {
  return { input, pages, next: ask(pages) };
}

function ask(pages: Pages): Call['next'] {
  const next = pages.next();
  // It is awaited when its turn comes; until then a failure is not an unhandled one.
  next.catch(() => {});
  return next;
}

/** Copies fields of the parent into the rows made of it. A field that the parent lacks is not there. */
function withParent(page: readonly unknown[], parent: object, fields: ReadonlyMap<string, string>): readonly unknown[] {
  if (fields.size === 0) return page;
  const copies = new Map<string, unknown>();
  for (const [key, name] of fields) {
    // The keys are those of the parent's row type.
    const value: unknown = parent instanceof Map ? parent.get(key) : (parent as Record<string, unknown>)[key];
    if (value !== undefined) copies.set(name, value);
  }
  return page.map((row) => (typeof row === 'object' && row !== null ? rowWithMore(row, copies) : row));
}
