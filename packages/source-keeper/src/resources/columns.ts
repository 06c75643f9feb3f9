import type { ColumnHint, DataClass, DataClasses, DataType } from '@leat/core';

/** What is known about a cell of a report. */
export interface Cell {
  /** `list`: a list of texts or objects, which becomes a table of its own. */
  readonly type: DataType | 'list';
  readonly description: string;
  readonly dataClass?: DataClass;
  /** Holds an email address as a whole, or a list of them: `hashEmails` replaces it whatever it looks like. */
  readonly email?: true;
  /** Never null. */
  readonly required?: true;
}

/** Cells of a report by their names: one for every key of its rows. */
export type CellsOf<Row extends object> = { readonly [K in Extract<keyof Row, string>]-?: Cell };

/** Cells of any report. */
export type Cells = Readonly<Record<string, Cell>>;

interface Facts {
  readonly required?: true;
}

/** A cell that is nobody's secret and tells nothing about a person. */
export function plain(type: Cell['type'], description: string, facts: Facts = {}): Cell {
  return { type, description, ...facts };
}

/** A cell that may tell something about a person: names, titles, addresses, places. */
export function personal(type: Cell['type'], description: string, facts: Facts = {}): Cell {
  return { type, description, dataClass: 'personal', ...facts };
}

/** A cell, or a list, that holds email addresses. */
export function email(type: 'text' | 'list', description: string, facts: Facts = {}): Cell {
  return { type, description, dataClass: 'personal', email: true, ...facts };
}

/** Column hints of cells: what a table has even without rows. */
export function hintsOf(cells: Cells): Readonly<Record<string, ColumnHint>> {
  return Object.fromEntries(
    Object.entries(cells).map(([key, { type, description, required }]) => [
      key,
      {
        description,
        ...(type === 'list' ? {} : { dataType: type }),
        ...(required === true ? { nullable: false } : {}),
      },
    ]),
  );
}

/** Data classes of cells. */
export function classesOf(cells: Cells): DataClasses {
  return Object.fromEntries(
    Object.entries(cells).flatMap(([key, { dataClass }]) => (dataClass === undefined ? [] : [[key, dataClass]])),
  );
}

/** Names of the cells that hold email addresses. */
export function emailsOf(cells: Cells): ReadonlySet<string> {
  return new Set(Object.entries(cells).flatMap(([key, cell]) => (cell.email === true ? [key] : [])));
}
