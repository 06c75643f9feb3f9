import { spawn } from 'node:child_process';
import type { Command } from '../command-line.ts';
import { whole, seconds as formatSeconds } from '../format-number.ts';
import { formatTable, type TableColumn } from '../format-table.ts';
import { median } from '../median.ts';
import { Preparation } from '../prepare.ts';
import { runChild } from '../run-child.ts';
import { secondsSince } from '../seconds-since.ts';
import { TemporaryFolder } from '../temporary-folder.ts';
import { ndjson } from '../workloads/json-text.ts';
import { PEERS, type Peer } from './peer.ts';

/** One program with the text. */
interface PeerLine {
  readonly peer: string;
  readonly rows: number;
  /** Whole processes, start to end: nobody gives more. */
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Rows per second of leat over its own. */
  readonly leatIsTimes: number;
}

/** Measures leat and whichever peers are installed in turn, with the same text into a DuckDB file, and prints a table. */
export async function measurePeers(
  { rows = ndjson.rows, runs, json }: Command,
  say: (message: string) => void,
): Promise<void> {
  const installed: Peer[] = [];
  for (const peer of PEERS) {
    if ((await run(peer.probe, {}, 'ignore')) === 0) installed.push(peer);
    else say(`${peer.name} is not installed.`);
  }
  const shared = { workload: ndjson.name, destination: 'duckdb', rows };
  using preparation = new Preparation(ndjson, shared);
  const { input = '' } = await preparation.input(rows);
  const measured = new Map<string, number[]>();
  const measure = async (name: string, task: (folder: string) => Promise<void>): Promise<void> => {
    using folder = new TemporaryFolder();
    const started = performance.now();
    await task(folder.path);
    measured.set(name, [...(measured.get(name) ?? []), secondsSince(started)]);
  };
  for (let number = 1; number <= runs; number++) {
    say(`run ${number} of ${runs}`);
    await measure('leat', async (folder) => {
      await runChild({ ...shared, variant: 'leat', folder, input });
    });
    for (const peer of installed)
      await measure(peer.name, async (folder) => {
        const code = await run(peer.command(input, folder), peer.environment(folder));
        if (code !== 0) say(`${peer.name} failed with ${code}; its figure means nothing.`);
      });
  }
  const ours = median(measured.get('leat') ?? []);
  const lines = [...measured].map(([peer, times]): PeerLine => {
    const time = median(times);
    return { peer, rows, seconds: time, rowsPerSecond: Math.round(rows / time), leatIsTimes: time / ours };
  });
  console.log(
    json
      ? lines.map((line) => JSON.stringify(line)).join('\n')
      : `${formatTable(COLUMNS, lines)}\n\nMedians of ${runs} ${runs === 1 ? 'run' : 'runs'}, whole processes.`,
  );
}

const COLUMNS: readonly TableColumn<PeerLine>[] = [
  { title: 'program', align: 'left', text: ({ peer }) => peer },
  { title: 'rows', align: 'right', text: ({ rows }) => whole(rows) },
  { title: 'seconds', align: 'right', text: (line) => formatSeconds(line.seconds) },
  { title: 'rows/s', align: 'right', text: ({ rowsPerSecond }) => whole(rowsPerSecond) },
  { title: 'leat is', align: 'right', text: ({ leatIsTimes }) => `${leatIsTimes.toFixed(1)} ×` },
];

/** The code a command ends with; what it prints goes to the error output. A command that is not there ends with 127. */
function run(
  [command, ...args]: readonly [string, ...string[]],
  more: Readonly<Record<string, string>>,
  errors: 'inherit' | 'ignore' = 'inherit',
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, ...more }, stdio: ['ignore', 'ignore', errors] });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
