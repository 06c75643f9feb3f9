/**
 * What one case showed. `lost` and `doubled` are rows; `half-published` is a state no load ever had; `state-ahead` is a
 * cursor whose rows are not there; `left-over` is something a finished run should have cleaned up; `stuck` is a run that
 * could not be finished by running the same command again; `over-limit` is a size or time above its bound.
 */
export type Outcome =
  | 'ok'
  | 'lost'
  | 'doubled'
  | 'altered'
  | 'half-published'
  | 'state-ahead'
  | 'state-behind'
  | 'unbalanced'
  | 'left-over'
  | 'stuck'
  | 'wrong-error'
  | 'over-limit';

/** Something that is not as it should be. */
export interface Problem {
  readonly outcome: Exclude<Outcome, 'ok'>;
  /** One line for people. */
  readonly detail: string;
}

/** One case: a row and a column of its part's table, and how it ended. */
export interface CaseResult {
  readonly part: string;
  readonly row: string;
  readonly column: string;
  readonly outcome: Outcome;
  /** What was wrong, or what was measured. */
  readonly detail?: string;
}

/** Turns problems into the outcome of a case: the first one counts, all are told. */
export function caseResult(
  part: string,
  row: string,
  column: string,
  problems: readonly Problem[],
  measured?: string,
): CaseResult {
  const [first] = problems;
  const detail = first === undefined ? measured : problems.map((problem) => problem.detail).join('; ');
  return { part, row, column, outcome: first?.outcome ?? 'ok', ...(detail === undefined ? {} : { detail }) };
}
