import type { ErrorCatalog } from '@leat/core';

/** Codes the command itself prints, for `leat explain CODE`. */
export const CLI_ERROR_CODES: ErrorCatalog = {
  LEAT_USAGE: {
    title: 'The command line is wrong',
    causes: ['A command or flag is misspelt.', 'A flag lacks its value, or a value is of the wrong kind.'],
    remedy: 'Look at `leat --help`, or at `leat <command> --help`.',
  },
  LEAT_NOTHING_LOADED: {
    title: 'Nothing was loaded yet, so there is nothing to show',
    causes: [
      'The pipeline never ran.',
      'The name of the pipeline, destination or dataset is not the one that was loaded.',
    ],
    remedy: 'Run the pipeline, or name the destination and dataset it was loaded to.',
  },
  LEAT_NO_SQL: {
    title: 'The destination has no SQL to show',
    causes: ['The destination is not one that speaks SQL.'],
    remedy: 'Leave out the format, or take json or mermaid.',
  },
  LEAT_NOT_CONFIRMED: {
    title: 'Something that cannot be undone was not confirmed',
    causes: [
      'The command runs without a terminal or in CI, where nobody can be asked.',
      'The question was answered otherwise.',
    ],
    remedy: 'Give --yes when you are sure.',
  },
  LEAT_PACKAGE_QUARANTINE: {
    title: 'A load package holds the only copy of rows that were set aside',
    causes: ['A package with rows in quarantine was to be dropped.'],
    remedy: 'Replay the rows with `leat quarantine replay`, or drop the package with --force.',
  },
  LEAT_UNEXPECTED: {
    title: 'Something went wrong that leat has no words for',
    causes: ['A defect of leat, of a plugin, or of code in the project.'],
    remedy: 'Run again with --verbose and look at the stack; report it when the defect is not your own.',
  },
};
