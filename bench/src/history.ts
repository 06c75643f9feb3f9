import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { megabytes, whole } from './format-number.ts';
import { formatTable, type TableColumn } from './format-table.ts';
import type { ResultLine } from './result-line.ts';

const FOLDER = fileURLToPath(new URL('../history', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MANIFEST = fileURLToPath(new URL('../../packages/core/package.json', import.meta.url));

/** One line of a history file: figures, and of what they are. */
export interface HistoryLine extends ResultLine {
  readonly version: string;
  /** The commit that was checked out; empty where git cannot tell. */
  readonly commit: string;
  /** Day, in UTC. */
  readonly date: string;
}

/** Appends figures to the file of the version that is checked out, and gives its path. */
export function record(lines: readonly ResultLine[]): string {
  // This repository's own manifest.
  const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { readonly version: string };
  const about = { version, commit: commit(), date: new Date().toISOString().slice(0, 10) };
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${version}.jsonl`);
  appendFileSync(path, lines.map((line) => `${JSON.stringify({ ...about, ...line })}\n`).join(''));
  return path;
}

/** Everything that was recorded, in the order of workloads, then of versions and days. */
export function readHistory(folder: string = FOLDER): readonly HistoryLine[] {
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    // Written by `record`.
    .map((line) => JSON.parse(line) as HistoryLine);
  const place = ({ workload, destination, version, date }: HistoryLine): string =>
    [destination, workload, version, date].join(' ');
  return lines.toSorted((a, b) => place(a).localeCompare(place(b), 'en', { numeric: true }));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=10', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

const COLUMNS: readonly TableColumn<HistoryLine>[] = [
  { title: 'workload', align: 'left', text: ({ workload }) => workload },
  { title: 'destination', align: 'left', text: ({ destination }) => destination },
  { title: 'version', align: 'left', text: ({ version }) => version },
  { title: 'date', align: 'left', text: ({ date }) => date },
  { title: 'rows/s', align: 'right', text: ({ rowsPerSecond }) => whole(rowsPerSecond) },
  { title: 'ratio', align: 'right', text: ({ ratio }) => ratio.toFixed(2) },
  { title: 'of each run', align: 'right', text: ({ ratioRange }) => ratioRange.map((r) => r.toFixed(2)).join('–') },
  { title: 'peak RSS', align: 'right', text: (line) => (line.peakRssBytes === 0 ? '' : megabytes(line.peakRssBytes)) },
  { title: 'machine', align: 'left', text: ({ cpus, cpu, node }) => `${cpus} × ${cpu}, Node ${node}` },
];

/** The table a person reads. Only ratios of different machines can be compared. */
export function historyTable(lines: readonly HistoryLine[]): string {
  return formatTable(COLUMNS, lines);
}
