import type { JsonObject } from '../answers/decoded-answer.ts';

/**
 * Takes a row of the service for the type its resource declares: names and types of the cells are those recorded from Commander
 * 18.0.13. Nothing is checked or cut off here, so that a cell of a newer version is loaded rather than lost; the pipeline infers types.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type; that is the point
export function recordedRow<Row extends object>(row: JsonObject): Row {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return row as Row;
}
