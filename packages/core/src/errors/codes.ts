import type { ErrorCode } from './leat-error.ts';

/** What an error code means, for `leat explain CODE` and the docs. */
export interface ErrorExplanation {
  readonly title: string;
  readonly causes: readonly string[];
  readonly remedy: string;
}

export type ErrorCatalog = Readonly<Record<ErrorCode, ErrorExplanation>>;

/** Every code that core throws. Plugins bring their own in `errorCodes`. */
export const ERROR_CODES: ErrorCatalog = {
  LEAT_LOCKED: {
    title: 'Another run of this pipeline is under way',
    causes: ['A second process runs the same pipeline.', 'Another process holds the destination open for writing.'],
    remedy: 'Wait for the other run to end, or stop it; nothing of this run was loaded.',
  },
};
