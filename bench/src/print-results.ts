import { megabytes, seconds, whole } from './format-number.ts';
import { formatTable, type TableColumn } from './format-table.ts';
import type { ResultLine, TargetResult } from './result-line.ts';

const COLUMNS: readonly TableColumn<ResultLine>[] = [
  { title: 'workload', align: 'left', text: ({ workload }) => workload },
  { title: 'destination', align: 'left', text: ({ destination }) => destination },
  { title: 'rows', align: 'right', text: ({ rows }) => whole(rows) },
  { title: 'seconds', align: 'right', text: (line) => seconds(line.seconds) },
  { title: 'rows/s', align: 'right', text: ({ rowsPerSecond }) => whole(rowsPerSecond) },
  { title: 'floor rows/s', align: 'right', text: ({ floorRowsPerSecond }) => whole(floorRowsPerSecond) },
  { title: 'ratio', align: 'right', text: ({ ratio }) => ratio.toFixed(2) },
  { title: 'peak RSS', align: 'right', text: ({ peakRssBytes }) => megabytes(peakRssBytes) },
  { title: 'floor RSS', align: 'right', text: ({ floorPeakRssBytes }) => megabytes(floorPeakRssBytes) },
  { title: 'generator s', align: 'right', text: ({ generatorSeconds }) => seconds(generatorSeconds) },
  { title: 'must', align: 'left', text: ({ must }) => verdict(must) },
  { title: 'aim', align: 'left', text: ({ aim }) => verdict(aim) },
];

/** The table a person reads, with the machine below it. */
export function resultTable(lines: readonly ResultLine[]): string {
  const [first] = lines;
  const machine =
    first === undefined ? '' : `\n\nMedians of ${first.runs} runs on ${first.cpus} × ${first.cpu}, Node ${first.node}.`;
  return `${formatTable(COLUMNS, lines)}${machine}`;
}

function verdict({ ratio, peakRssBytes, met }: TargetResult): string {
  return `${met ? 'met' : 'missed'} (≥ ${ratio.toFixed(2)}, ≤ ${megabytes(peakRssBytes)})`;
}
