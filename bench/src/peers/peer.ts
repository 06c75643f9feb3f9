import { fileURLToPath } from 'node:url';

const DLT_PROGRAM = fileURLToPath(new URL('./dlt-load.py', import.meta.url));

/** Another program that loads rows of newline-delimited JSON into a DuckDB file. */
export interface Peer {
  readonly name: string;
  /** A command that ends with 0 where the program is installed. */
  readonly probe: readonly [command: string, ...args: string[]];
  /** The command that loads the text `input`; everything it writes lies in `folder`. */
  command(input: string, folder: string): readonly [command: string, ...args: string[]];
  readonly environment: (folder: string) => Readonly<Record<string, string>>;
}

/** Python with dlt in it, and the program of Sling; other ones than those on the path may be named. */
const python = process.env['LEAT_BENCH_PYTHON'] ?? 'python3';
const sling = process.env['LEAT_BENCH_SLING'] ?? 'sling';

/** Peers, each at the best setting that was found for two processors. */
export const PEERS: readonly Peer[] = [
  {
    name: 'dlt',
    probe: [python, '-c', 'import dlt, duckdb, pyarrow'],
    command: (input, folder) => [python, DLT_PROGRAM, input, folder],
    environment: (folder) => ({
      // Files are split among workers only where they are rotated.
      NORMALIZE__WORKERS: '2',
      EXTRACT__DATA_WRITER__FILE_MAX_ITEMS: '100000',
      NORMALIZE__DATA_WRITER__BUFFER_MAX_ITEMS: '50000',
      RUNTIME__DLTHUB_TELEMETRY: 'false',
      DLT_DATA_DIR: folder,
      DLT_PROJECT_DIR: folder,
    }),
  },
  {
    name: 'sling',
    probe: [sling, '--version'],
    command: (input) => [
      sling,
      'run',
      '--src-stream',
      `file://${input}`,
      '--tgt-conn',
      'BENCH',
      '--tgt-object',
      'main.events',
      '--mode',
      'full-refresh',
      // Without it one column of json comes out.
      '--src-options',
      '{"format": "jsonlines", "flatten": true}',
    ],
    environment: (folder) => ({
      BENCH: `duckdb://${folder}/sling.duckdb`,
      SLING_HOME_DIR: `${folder}/sling`,
      SLING_DISABLE_TELEMETRY: 'true',
    }),
  },
];
