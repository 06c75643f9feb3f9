import { errorReport, type ErrorReport } from '@leat/core';
import type { Output } from './terminal/output.ts';
import { sanitise, sanitiseLines } from './terminal/sanitise.ts';

/** Says what went wrong, why, and what to do next: on stderr for people, as an object on stdout with `--json`. */
export async function reportError(output: Output, error: unknown, verbose: boolean): Promise<void> {
  const report = describeError(error);
  if (output.logFormat === 'json') {
    const stacks = verbose ? { stacks: stacksOf(error) } : {};
    output.log({ type: 'error', level: 'error', error: report, ...stacks });
  } else if (verbose) for (const stack of stacksOf(error)) output.say(output.styleError('dim', sanitiseLines(stack)));
  // Half a result followed by an error object would be no JSON at all: then stderr alone tells.
  if (output.json && !output.hasResult) await output.object({ version: 1, error: report });
  else if (output.logFormat === 'text') for (const line of errorLines(output, report)) output.say(line);
}

/** The lines people read: code and cause, whatever belongs to it, the remedy. */
export function errorLines(output: Output, report: ErrorReport): readonly string[] {
  const [cause = '', ...more] = report.message.split('\n').map(sanitise);
  return [
    `${output.styleError('red', '✖')} ${output.styleError('bold', sanitise(report.code))}  ${cause}`,
    ...more.map((line) => `    ${line}`),
    `  → ${sanitise(report.remedy)}`,
  ];
}

/** An error as data, with the list of missing values where it has one. */
function describeError(error: unknown): ErrorReport & { readonly missing?: readonly unknown[] } {
  const report = errorReport(error);
  if (!(error instanceof Error) || !('missing' in error) || !Array.isArray(error.missing)) return report;
  return { ...report, missing: error.missing };
}

/** Stacks of an error and its causes as text; their other fields may hold requests and headers and are never printed. */
function stacksOf(error: unknown): readonly string[] {
  const stacks: string[] = [];
  const seen = new Set<unknown>();
  for (let current = error; current instanceof Error && !seen.has(current); current = current.cause) {
    seen.add(current);
    stacks.push(`${stacks.length > 0 ? 'caused by ' : ''}${current.stack ?? current.message}`);
  }
  return stacks;
}
