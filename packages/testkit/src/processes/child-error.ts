import { LeatError } from '@leat/core';
import type { ChildEnd } from './run-child.ts';

/** A script did not end as its test needs; the last lines it printed are part of the message. */
export class ChildError extends LeatError {
  override readonly name = 'ChildError';

  constructor(what: string, script: string, end: ChildEnd) {
    const printed = `${end.stdout}${end.stderr}`.trimEnd().split('\n').slice(-20).join('\n');
    super(`${script} ${what}: it ended with ${end.signal ?? `code ${end.code ?? 'unknown'}`}.\n${printed}`, {
      code: 'LEAT_CHILD_END',
      recoverability: 'terminal',
      remedy: 'Run the script by hand with the same environment.',
      details: {
        script,
        ...(end.code === null ? {} : { code: end.code }),
        ...(end.signal === null ? {} : { signal: end.signal }),
      },
    });
  }
}
