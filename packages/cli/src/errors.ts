import type { ErrorCatalog } from '@leat/core';

/** Codes the command itself prints, for `leat explain CODE`. */
export const CLI_ERROR_CODES: ErrorCatalog = {
  LEAT_USAGE: {
    title: 'The command line is wrong',
    causes: ['A command or flag is misspelt.', 'A flag lacks its value, or a value is of the wrong kind.'],
    remedy: 'Look at `leat --help`, or at `leat <command> --help`.',
  },
  LEAT_UNEXPECTED: {
    title: 'Something went wrong that leat has no words for',
    causes: ['A defect of leat, of a plugin, or of code in the project.'],
    remedy: 'Run again with --verbose and look at the stack; report it when the defect is not your own.',
  },
};
