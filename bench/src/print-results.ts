import { megabytes, seconds, whole } from './format-number.ts';
import { formatTable, type TableColumn } from './format-table.ts';
import type { ResultLine } from './result-line.ts';
import { MEASURES, type TargetResult } from './target.ts';

const FIGURES: readonly TableColumn<ResultLine>[] = [
  { title: 'workload', align: 'left', text: ({ workload }) => workload },
  { title: 'destination', align: 'left', text: ({ destination }) => destination },
  { title: 'rows', align: 'right', text: ({ rows }) => whole(rows) },
  { title: 'seconds', align: 'right', text: (line) => seconds(line.seconds) },
  { title: 'beside it', align: 'right', text: (line) => seconds(line.floorSeconds) },
  { title: 'rows/s', align: 'right', text: ({ rowsPerSecond }) => whole(rowsPerSecond) },
  { title: 'beside it', align: 'right', text: ({ floorRowsPerSecond }) => whole(floorRowsPerSecond) },
  { title: 'ratio', align: 'right', text: ({ ratio }) => ratio.toFixed(2) },
  { title: 'of each run', align: 'right', text: ({ ratioRange }) => ratioRange.map((r) => r.toFixed(2)).join('–') },
  { title: 'peak RSS', align: 'right', text: ({ peakRssBytes }) => memory(peakRssBytes) },
  { title: 'beside it', align: 'right', text: ({ floorPeakRssBytes }) => memory(floorPeakRssBytes) },
  { title: 'generator s', align: 'right', text: (line) => seconds(line.generatorSeconds) },
];

interface Verdict {
  readonly line: ResultLine;
  readonly target: TargetResult;
}

const VERDICTS: readonly TableColumn<Verdict>[] = [
  { title: 'workload', align: 'left', text: ({ line }) => line.workload },
  { title: 'destination', align: 'left', text: ({ line }) => line.destination },
  { title: 'what', align: 'left', text: ({ target }) => MEASURES[target.measure].title },
  { title: 'must', align: 'right', text: ({ target }) => wanted(target, target.must) },
  { title: 'aim', align: 'right', text: ({ target }) => (target.aim === undefined ? '' : wanted(target, target.aim)) },
  { title: 'measured', align: 'right', text: ({ target }) => MEASURES[target.measure].text(target.measured) },
  { title: '', align: 'left', text: ({ target }) => verdict(target) },
];

/** What a person reads: the figures, the targets beside what was measured, what falls short, and the machine. */
export function resultTable(lines: readonly ResultLine[]): string {
  const [first] = lines;
  if (first === undefined) return 'Nothing was measured.';
  const verdicts = lines.flatMap((line) => line.targets.map((target) => ({ line, target })));
  return [
    formatTable(FIGURES, lines),
    ...(verdicts.length === 0 ? [] : [formatTable(VERDICTS, verdicts), shortfalls(verdicts)]),
    `Medians of ${first.runs} interleaved ${first.runs === 1 ? 'run' : 'runs'} on ${first.cpus} × ${first.cpu}, Node ${first.node}.`,
  ].join('\n\n');
}

function shortfalls(verdicts: readonly Verdict[]): string {
  const short = verdicts.filter(({ target }) => !target.met);
  if (short.length === 0) return 'Everything reaches what it must.';
  const each = short.map(({ line, target }) => {
    const { title, text } = MEASURES[target.measure];
    return `  ${line.workload} → ${line.destination}: ${title} ${text(target.measured)}, must be ${wanted(target, target.must)}`;
  });
  return ['Falls short of what it must reach:', ...each].join('\n');
}

function wanted({ measure }: TargetResult, value: number): string {
  const { more, text } = MEASURES[measure];
  return `${more ? '≥' : '≤'} ${text(value)}`;
}

function verdict({ met, aimMet }: TargetResult): string {
  if (!met) return 'SHORT';
  return aimMet === false ? 'met, not the aim' : 'met';
}

function memory(bytes: number): string {
  return bytes === 0 ? '' : megabytes(bytes);
}
