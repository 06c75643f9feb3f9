import { setImmediate } from 'node:timers/promises';
import { tablesOf, type CallableDestination, type DataType } from '@leat/core';
import type { MemoryOptions } from '../memory/memory-destination.ts';
import { brokenDestination, type Defect } from './broken-destination.ts';
import { changeTable } from './change-table.ts';
import { MERGE_DEFECTS } from './merge-defects.ts';

const DEFECTS: readonly Defect[] = [
  {
    name: 'loses-last-file',
    description: 'leaves out the last file of a table that has several',
    commit: async (commit, proceed, { dataset, files }) => {
      const receipt = await proceed(commit);
      const all = [...files.values()];
      for (const name of new Set(all.map(({ table }) => table))) {
        const ofTable = all.filter(({ table }) => table === name);
        const lost = ofTable.length > 1 ? (ofTable.at(-1)?.rows ?? 0) : 0;
        changeTable(dataset, name, ({ rows }) => rows.slice(0, rows.length - lost));
      }
      return receipt;
    },
  },
  {
    name: 'doubles-jobs',
    description: 'loads the rows of a job again when the job is repeated',
    loadFile: (job, proceed, { files }) => {
      const name = files.has(job.file.name) ? `${job.file.name} again` : job.file.name;
      return proceed({ ...job, file: { ...job.file, name } });
    },
  },
  {
    name: 'doubles-loads',
    description: 'publishes a load again when it is committed a second time',
    forgetsLoads: true,
    commit: (commit, proceed, { dataset }) => {
      const { snapshot } = dataset;
      dataset.snapshot = { ...snapshot, loads: snapshot.loads.filter(({ loadId }) => loadId !== commit.loadId) };
      return proceed(commit);
    },
  },
  {
    name: 'commits-state-first',
    description: 'makes state visible before it is known whether the rows can be committed',
    commit: (commit, proceed, { dataset }) => {
      const { snapshot } = dataset;
      const others = snapshot.state.filter((old) =>
        commit.state.every((row) => row.resource !== old.resource || row.pipeline !== old.pipeline),
      );
      dataset.snapshot = { ...snapshot, state: [...others, ...commit.state] };
      return proceed(commit);
    },
  },
  {
    name: 'doubles-state',
    description: 'adds state rows instead of replacing them',
    commit: async (commit, proceed, { dataset }) => {
      const before = dataset.snapshot.state;
      const receipt = await proceed(commit);
      const { snapshot } = dataset;
      dataset.snapshot = {
        ...snapshot,
        state: [...before.filter((row) => !snapshot.state.includes(row)), ...snapshot.state],
      };
      return receipt;
    },
  },
  {
    name: 'replaces-in-two-steps',
    description: 'empties a table before it puts the new rows in',
    commit: async (commit, proceed, { dataset }) => {
      for (const { disposition, chain } of commit.publications) {
        if (disposition === 'replace') tablesOf(chain).forEach(({ name }) => changeTable(dataset, name, () => []));
      }
      await setImmediate();
      return proceed(commit);
    },
  },
  {
    name: 'ignores-fence',
    description: 'commits although a later load of the pipeline has begun',
    commit: (commit, proceed, { dataset, epoch }) => {
      dataset.epochs.set(commit.pipeline, epoch);
      return proceed(commit);
    },
  },
  {
    name: 'forgets-child-tables',
    description: 'appends and replaces the root of a chain and not the tables unnested from it',
    commit: (commit, proceed) =>
      proceed({
        ...commit,
        publications: commit.publications.map((each) =>
          each.disposition === 'merge' ? each : { ...each, chain: { ...each.chain, children: [] } },
        ),
      }),
  },
  {
    name: 'trusts-the-manifest',
    description: 'says that a file had the rows it was promised to have',
    loadFile: async (job, proceed) => {
      await proceed(job);
      return { rows: job.file.rows };
    },
  },
  spoilsValues('truncates-text', 'cuts text after 255 characters', 'text', (value) => String(value).slice(0, 255)),
  spoilsValues('loses-empty-text', 'takes empty text for null', 'text', (value) => (value === '' ? null : value)),
  spoilsValues('rounds-integers', 'sends integers through doubles', 'bigint', (value) => BigInt(Number(value))),
  spoilsValues('cuts-timestamps', 'keeps milliseconds of a timestamp', 'timestamp', (value) =>
    String(value).replace(/(\.\d{3})\d+/, '$1'),
  ),
];

/** A destination with a defect that the conformance suite must find. */
export interface BrokenDestination {
  readonly name: string;
  /** What is wrong, as a sentence without a subject. */
  readonly description: string;
  readonly plugin: CallableDestination<MemoryOptions, MemoryOptions>;
}

/** Memory destinations with one defect each: they show that the suite and an oracle find what they claim to find. */
export const BROKEN_DESTINATIONS: readonly BrokenDestination[] = [...DEFECTS, ...MERGE_DEFECTS].map((defect) => ({
  name: defect.name,
  description: defect.description,
  plugin: brokenDestination(defect),
}));

/** Spoils every value that is not null in the columns of one type, once the load is committed. */
function spoilsValues(name: string, description: string, type: DataType, spoil: (value: unknown) => unknown): Defect {
  return {
    name,
    description,
    commit: async (commit, proceed, { dataset }) => {
      const receipt = await proceed(commit);
      for (const table of commit.publications.flatMap(({ chain }) => tablesOf(chain))) {
        changeTable(dataset, table.name, ({ columns, rows }) => {
          const spoiled = new Set(columns.filter(({ dataType }) => dataType === type).map((column) => column.name));
          return rows.map((row) =>
            Object.fromEntries(
              Object.entries(row).map(([key, value]) => [
                key,
                spoiled.has(key) && value !== null ? spoil(value) : value,
              ]),
            ),
          );
        });
      }
      return receipt;
    },
  };
}
