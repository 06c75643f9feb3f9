import type { ErrorCode } from './leat-error.ts';

/** What an error code means, for `leat explain CODE` and the docs. */
export interface ErrorExplanation {
  readonly title: string;
  readonly causes: readonly string[];
  readonly remedy: string;
}

export type ErrorCatalog = Readonly<Record<ErrorCode, ErrorExplanation>>;
