import { PIPELINES, PLUGINS, resolve } from '@leat/runtime';
import { defineCommand, type Command } from '../command.ts';
import { DEMO_FILE, DEMO_PIPELINE, demoProject } from '../demo/demo-project.ts';
import { requireDemoPackages, startSimulator } from '../demo/start-simulator.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Row } from '../rows/row-writer.ts';
import { tableWriter } from '../rows/table.ts';
import { printSummary, runWithProgress } from '../run/run-with-progress.ts';
import { sanitise } from '../terminal/sanitise.ts';

const RECORDS = 120;
/** The client limits itself to what a real service allows; the simulator has no limit. */
const RATE_PER_MINUTE = 100_000;
/** The simulator answers at once. */
const POLL_INTERVAL_MS = { min: 10, max: 100 };
const QUERY =
  'select type, count(*) as records, count(*) filter (where shared) as shared from records group by type order by records desc, type';

/** `leat demo`: from nothing to rows in DuckDB, without a Keeper service, an account or a file of configuration. */
export const demo: Command = defineCommand({
  name: 'demo',
  summary: 'Load a simulated Keeper vault into DuckDB and query it',
  arguments: [],
  options: { records: { type: 'count', value: 'n', summary: `Records in the vault; default ${RECORDS}` } },
  examples: ['leat demo', 'leat demo --records 12000'],
  async run(context, { options }) {
    const { output } = context;
    const loader = resolve(demoProject(context), PLUGINS);
    requireDemoPackages(loader, context.process.cwd(), context.process.env);
    await using simulator = await startSimulator(loader, options.records ?? RECORDS);
    const container = demoProject(context, {
      baseUrl: simulator.url,
      apiKey: simulator.apiKey,
      ratePerMinute: RATE_PER_MINUTE,
      pollIntervalMs: POLL_INTERVAL_MS,
    });
    const { pipeline } = await resolve(container, PIPELINES).create(DEMO_PIPELINE);
    await output.line(`A Keeper service (simulated) runs at ${sanitise(simulator.url)}; loading it into ${DEMO_FILE}.`);
    const outcome = await runWithProgress(context, pipeline, { failFast: false });
    if (outcome.report === undefined) return outcome.exitCode;
    await printSummary(context, outcome.report, outcome.waits);
    const rows: Row[] = [];
    if (outcome.exitCode === EXIT_CODES.done) {
      await using dataset = await pipeline.open();
      rows.push(...(await Array.fromAsync(dataset.query(QUERY))));
    }
    const next = nextSteps();
    if (output.json)
      await output.object({ version: 1, run: outcome.report, query: { sql: QUERY, rows: rows.map(plainRow) }, next });
    else {
      await output.line(`\n${output.style('dim', `leat query "${QUERY}"`)}`);
      const table = tableWriter(output);
      for (const row of rows) await table.write(row);
      await table.end();
      await output.line('\nnext:');
      for (const { what, command } of next) await output.line(`  ${what}\n    ${output.style('bold', command)}`);
    }
    return outcome.exitCode;
  },
});

function nextSteps(): readonly { readonly what: string; readonly command: string }[] {
  return [
    {
      what: 'ask more of the same data',
      command: `leat query "select title, type from records limit 5" --pipeline ${DEMO_PIPELINE}`,
    },
    { what: 'look at what is missing before you use your own service', command: 'leat check keeper' },
    {
      what: 'load your own vault',
      command: 'LEAT__SOURCES__KEEPER__BASE_URL=https://… LEAT__SOURCES__KEEPER__API_KEY=… leat run keeper',
    },
  ];
}

/** Counts come as bigint, for which JSON.stringify has no word; those of a demo are small. */
function plainRow(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
  );
}
