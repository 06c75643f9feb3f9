import type { CaseResult } from './case-result.ts';

/** Prints the results of each part as a table: what happened × write mode, with the number of cases behind each cell. */
export function formatResults(results: readonly CaseResult[]): string {
  const parts = [...new Set(results.map(({ part }) => part))];
  return parts
    .map((part) =>
      formatPart(
        part,
        results.filter((result) => result.part === part),
      ),
    )
    .join('\n\n');
}

function formatPart(part: string, results: readonly CaseResult[]): string {
  const rows = [...new Set(results.map(({ row }) => row))];
  const columns = [...new Set(results.map(({ column }) => column))];
  const cells = rows.map((row) => [
    row,
    ...columns.map((column) => formatCell(results.filter((result) => result.row === row && result.column === column))),
  ]);
  return formatTable([[part, ...columns], ...cells]);
}

function formatCell(cases: readonly CaseResult[]): string {
  if (cases.length === 0) return '–';
  const wrong = cases.filter(({ outcome }) => outcome !== 'ok');
  if (wrong.length > 0)
    return [...new Set(wrong.map(({ outcome }) => outcome))].join(', ') + ` ${wrong.length}/${cases.length}`;
  const [only] = cases;
  return cases.length === 1 ? (only?.detail ?? 'ok') : `ok ${cases.length}`;
}

/** Markdown, so that it can go into the documentation as it is. */
function formatTable(lines: readonly (readonly string[])[]): string {
  const [head = []] = lines;
  const widths = head.map((_, index) => Math.max(3, ...lines.map((line) => line[index]?.length ?? 0)));
  const format = (line: readonly string[]): string =>
    `| ${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [format(head), rule, ...lines.slice(1).map(format)].join('\n');
}
