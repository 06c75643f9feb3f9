import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '../checks/check.ts';
import { REPOSITORY } from '../repository.ts';
import { flagOf, parseSnippets, type Snippet } from '../snippets/snippet.ts';
import { shellLines } from '../snippets/shell-lines.ts';
import { readManifest } from '../workspace/manifest.ts';
import { CanaryProject } from './project.ts';
import { type RunningSimulator, startSimulator } from './simulator.ts';

/** What the checks of one canary share: where tarballs and projects are. */
export interface CanarySetup {
  readonly folder: string;
  readonly tarballs: ReadonlyMap<string, string>;
}

/** The most packages that `@leat/core` may bring, itself included. */
const CORE_PACKAGES = 25;

const RECORDS = 300;

/** Drivers of destinations a DuckDB project did not ask for. */
const OTHER_DRIVERS = /^(pg|pg-.*|@google-cloud\/.*|snowflake-sdk|better-sqlite3|sqlite3|mysql2|tedious|oracledb)$/;

/** Cold starts are printed; only a start that is off by an order of magnitude fails, machines being what they are. */
const SANE_START_MS = 3000;

/** Checks of a project with nothing but core. */
export function coreChecks({ folder, tarballs }: CanarySetup): readonly Check[] {
  const project = new CanaryProject(join(folder, 'core-only'));
  return [
    {
      name: `@leat/core alone installs at most ${CORE_PACKAGES} packages and runs no script`,
      run: async () => {
        await project.install(['@leat/core'], tarballs);
        const installed = await project.installed();
        console.log(`       ${installed.size} packages: ${[...installed.keys()].join(', ')}`);
        const problems = scriptsOf(installed);
        return installed.size <= CORE_PACKAGES ? problems : [...problems, `${installed.size} packages`];
      },
    },
    {
      name: '@leat/core alone can be imported',
      run: async () => {
        const code = "const { definePipeline } = await import('@leat/core'); console.log(typeof definePipeline);";
        const { stdout, stderr } = await project.run('node', ['--input-type=module', '-e', code]);
        return stdout === 'function\n' ? [] : [stdout + stderr];
      },
    },
  ];
}

/** Checks of the project that the README describes. */
export async function projectChecks({ folder, tarballs }: CanarySetup): Promise<readonly Check[]> {
  const project = new CanaryProject(join(folder, 'project'));
  const snippets = parseSnippets('README.md', await readFile(join(REPOSITORY, 'README.md'), 'utf8'));
  const { version } = await readManifest(join(REPOSITORY, 'packages/cli/package.json'));
  let simulator: RunningSimulator | undefined;
  const service = (): Readonly<Record<string, string>> =>
    simulator === undefined ? {} : { KEEPER_URL: simulator.url, KEEPER_API_KEY: simulator.apiKey };

  return [
    {
      name: 'the packed packages install in an empty folder, without a script and without another driver',
      run: async () => {
        const wanted = ['leat', '@leat/core', '@leat/source-keeper', '@leat/dest-duckdb', '@leat/keeper-simulator'];
        await project.install(wanted, tarballs);
        const installed = await project.installed();
        console.log(`       ${installed.size} packages`);
        const others = [...installed.keys()].filter((name) => OTHER_DRIVERS.test(name));
        return [...scriptsOf(installed), ...others.map((name) => `${name} is installed and nobody asked for it`)];
      },
    },
    startCheck(project, '--version', (printed) => printed.trim() === version),
    startCheck(project, '--help', (printed) => printed.includes('Usage: leat')),
    {
      name: 'the pipeline of the README runs with node alone',
      run: async () => {
        await project.write('pipeline.ts', fileOf(snippets, 'pipeline.ts'));
        const { code, stdout, stderr } = await project.run('node', ['pipeline.ts']);
        return code === 0 && stdout.includes('Ada') ? [] : [`exit code ${code}`, stdout + stderr];
      },
    },
    {
      name: 'a plugin that is not installed is named with the command that installs it',
      run: async () => {
        const { code, stderr } = await project.run('npx', ['leat', 'run', 'keeper', '--destination', 'postgres']);
        const helpful = code === 3 && stderr.includes('npm install @leat/dest-postgres');
        return helpful ? [] : [`exit code ${code}`, stderr];
      },
    },
    {
      name: 'a simulated Keeper service starts from its package',
      run: async () => {
        await project.write('leat.config.ts', fileOf(snippets, 'leat.config.ts'));
        simulator = await startSimulator(project, RECORDS);
        return [];
      },
    },
    ...canaryLines(snippets).map(([name, ...args]): Check => ({
      name: `README: ${[name, ...args].join(' ')}`,
      run: async () => {
        const { code, stdout, stderr } = await project.run(name ?? '', args, service());
        return code === 0 ? [] : [`exit code ${code}`, stdout + stderr];
      },
    })),
    {
      name: 'what was loaded is what the service holds, in both destinations',
      run: async () => {
        if (!existsSync(join(project.folder, 'archive.duckdb'))) return ['archive.duckdb was not made'];
        const sql = 'select count(*) as n, count(distinct record_uid) as uids from records';
        const problems: string[] = [];
        for (const destination of ['duckdb', 'archive']) {
          const args = ['leat', 'query', sql, '--destination', destination, '--format', 'csv'];
          const { stdout, stderr } = await project.run('npx', args, service());
          if (!stdout.includes(`${RECORDS},${RECORDS}`)) problems.push(`${destination}: ${stdout}${stderr}`);
        }
        return problems;
      },
    },
    {
      name: 'the simulated Keeper service stops',
      run: async () => {
        simulator?.stop();
        return simulator === undefined ? ['it was not running'] : [];
      },
    },
  ];
}

function startCheck(project: CanaryProject, flag: string, isRight: (printed: string) => boolean): Check {
  return {
    name: `leat ${flag} answers`,
    run: async () => {
      const times: number[] = [];
      for (let start = 0; start < 5; start += 1) {
        const { code, stdout, stderr, milliseconds } = await project.run('leat', [flag]);
        if (code !== 0 || !isRight(stdout)) return [`exit code ${code}`, stdout + stderr];
        times.push(milliseconds);
      }
      const [first = 0] = times;
      const middle = times.toSorted((left, right) => left - right)[2] ?? 0;
      console.log(`       first ${first.toFixed(0)} ms, median of five ${middle.toFixed(0)} ms`);
      return middle < SANE_START_MS ? [] : [`${middle.toFixed(0)} ms is far too slow`];
    },
  };
}

function scriptsOf(installed: ReadonlyMap<string, boolean>): readonly string[] {
  return [...installed].filter(([, runs]) => runs).map(([name]) => `${name} runs a script when it is installed`);
}

function canaryLines(snippets: readonly Snippet[]): readonly (readonly string[])[] {
  const marked = snippets.filter(({ language, flags }) => language === 'sh' && flags.includes('canary'));
  return marked.flatMap(({ code }) => shellLines(code));
}

function fileOf(snippets: readonly Snippet[], name: string): string {
  const found = snippets.find((snippet) => flagOf(snippet, 'file') === name);
  if (found === undefined) throw new Error(`README.md has no snippet marked file=${name}`);
  return found.code;
}
