import { displayWidth, pad, truncate } from '../terminal/display-width.ts';
import { plural } from '../terminal/numbers.ts';
import { terminalWidth, type Output } from '../terminal/output.ts';
import { sanitise } from '../terminal/sanitise.ts';
import { isNumeric, textOf } from './cell.ts';
import type { Row, RowWriter } from './row-writer.ts';

/** Rows that decide the widths; the rest is printed as it comes. */
const SAMPLE = 100;
const GAP = '  ';
/** No column is squeezed below this on a narrow terminal. */
const NARROWEST = 8;

/** Rows as columns of text, fitted to the terminal where stdout is one. */
export function tableWriter(output: Output): RowWriter {
  const sample: Row[] = [];
  let layout: Layout | undefined;
  let count = 0;
  const begin = async (): Promise<Layout> => {
    const begun = createLayout(sample, terminalWidth(output.stdout));
    if (begun.columns.length > 0) {
      await output.raw(
        `${output.style('bold', header(begun))}\n${begun.columns.map(({ width }) => '─'.repeat(width)).join(GAP)}\n`,
      );
    }
    for (const row of sample) await output.raw(`${rowText(begun, row)}\n`);
    return begun;
  };
  return {
    async write(row) {
      count += 1;
      if (layout !== undefined) return output.raw(`${rowText(layout, row)}\n`);
      sample.push(row);
      if (sample.length === SAMPLE) layout = await begin();
      return undefined;
    },
    async end() {
      if (layout === undefined) await begin();
      await output.raw(`(${plural(count, 'row')})\n`);
    },
  };
}

interface Layout {
  readonly columns: readonly { readonly name: string; readonly width: number; readonly numeric: boolean }[];
  /** Whether cells are cut to their column; without a terminal nothing is lost. */
  readonly cut: boolean;
}

function createLayout(rows: readonly Row[], lineWidth: number | undefined): Layout {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) =>
    Math.max(1, displayWidth(sanitise(name)), ...rows.map((row) => displayWidth(cell(row[name])))),
  );
  const numeric = names.map((name) => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    return values.length > 0 && values.every((value) => isNumeric(value));
  });
  const fitted = lineWidth === undefined ? widths : squeeze(widths, lineWidth - GAP.length * (names.length - 1));
  return {
    columns: names.map((name, index) => ({ name, width: fitted[index] ?? 1, numeric: numeric[index] ?? false })),
    cut: lineWidth !== undefined,
  };
}

/** Takes from the widest column, a place at a time, until all fit or none can give more. */
function squeeze(widths: readonly number[], available: number): readonly number[] {
  // No column may have more than the line: a cell of a megabyte would otherwise be worn down place by place.
  const fitted = widths.map((width) => Math.min(width, Math.max(available, NARROWEST)));
  for (let excess = fitted.reduce((sum, width) => sum + width, 0) - available; excess > 0; excess--) {
    const widest = Math.max(...fitted);
    if (widest <= NARROWEST) break;
    fitted[fitted.indexOf(widest)] = widest - 1;
  }
  return fitted;
}

function header({ columns, cut }: Layout): string {
  return columns
    .map(({ name, width, numeric }) => place(sanitise(name), width, numeric, cut))
    .join(GAP)
    .trimEnd();
}

function rowText({ columns, cut }: Layout, row: Row): string {
  return columns
    .map(({ name, width, numeric }) => place(cell(row[name]), width, numeric, cut))
    .join(GAP)
    .trimEnd();
}

function place(text: string, width: number, numeric: boolean, cut: boolean): string {
  return pad(cut ? truncate(text, width) : text, width, numeric ? 'start' : 'end');
}

function cell(value: unknown): string {
  return value === null || value === undefined ? 'NULL' : sanitise(textOf(value));
}
