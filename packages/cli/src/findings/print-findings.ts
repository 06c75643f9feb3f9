import type { CommandContext } from '../command-context.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { sanitise } from '../terminal/sanitise.ts';

/** One thing that was looked at, and how it is. */
export interface Finding {
  readonly subject: string;
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  /** What to do; present unless the status is `ok`. */
  readonly remedy?: string;
}

const MARKS = { ok: '✔', warning: '!', failed: '✖' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', failed: 'red' } as const;

/** Prints findings as they come, or the object of `--json` at the end; failed ones are the operator's to mend. */
export async function printFindings({ output }: CommandContext, findings: AsyncIterable<Finding>): Promise<ExitCode> {
  const all: Finding[] = [];
  for await (const finding of findings) {
    all.push(finding);
    const { subject, name, status, message, remedy } = finding;
    await output.line(
      `${output.style(COLOURS[status], MARKS[status])} ${subject} ${sanitise(name)}: ${sanitise(message)}`,
    );
    if (remedy !== undefined) await output.line(`  → ${sanitise(remedy)}`);
  }
  const failed = all.some(({ status }) => status === 'failed');
  await output.object({ version: 1, ok: !failed, findings: all });
  return failed ? EXIT_CODES.configuration : EXIT_CODES.done;
}
