import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from './repository.ts';

/** One entry of an error catalog, as packages export them. */
interface Explanation {
  readonly title: string;
  readonly causes: readonly string[];
  readonly remedy: string;
}

type Catalog = Readonly<Record<string, Explanation>>;

interface CatalogPlace {
  readonly heading: string;
  /** Module of the workspace that exports the catalog. */
  readonly module: string;
  /** Finds the catalog among the exports; a plugin carries it as `errorCodes`. */
  readonly pick: (exported: Readonly<Record<string, unknown>>) => unknown;
}

const PLACES: readonly CatalogPlace[] = [
  { heading: 'Every pipeline', module: 'packages/core/src/index.ts', pick: ({ ERROR_CODES }) => ERROR_CODES },
  {
    heading: 'Configuration and plugins',
    module: 'packages/runtime/src/index.ts',
    pick: ({ RUNTIME_ERROR_CODES }) => RUNTIME_ERROR_CODES,
  },
  { heading: 'The command', module: 'packages/cli/src/errors.ts', pick: ({ CLI_ERROR_CODES }) => CLI_ERROR_CODES },
  { heading: 'SQL destinations', module: 'packages/sql/src/index.ts', pick: ({ SQL_ERROR_CODES }) => SQL_ERROR_CODES },
  { heading: 'DuckDB', module: 'packages/dest-duckdb/src/index.ts', pick: pluginCodes },
  { heading: 'Postgres', module: 'packages/dest-postgres/src/index.ts', pick: pluginCodes },
  { heading: 'Keeper', module: 'packages/source-keeper/src/index.ts', pick: pluginCodes },
];

/** The file of the page. */
export const ERRORS_PAGE: string = join(REPOSITORY, 'docs/errors.md');

const HEADER = `# Error codes

Every error of leat has a code, says what happened, and what to do next. \`leat explain CODE\` prints the same as this page,
which is generated from the catalogs of the packages by \`tools/errors-page.ts\`. Codes marked as warnings end no run: they
are counted in the receipt.
`;

/** Prints all error codes as a page; a code stands under the first package that explains it. */
export async function errorsPage(): Promise<string> {
  const seen = new Set<string>();
  const parts = [HEADER];
  for (const place of PLACES) {
    const own = Object.entries(await catalogAt(place)).filter(([code]) => !seen.has(code));
    if (own.length === 0) continue;
    parts.push(`## ${place.heading}\n`);
    for (const [code, explanation] of own.toSorted(([left], [right]) => (left < right ? -1 : 1))) {
      seen.add(code);
      parts.push(entryOf(code, explanation));
    }
  }
  return parts.join('\n');
}

async function catalogAt({ module, pick }: CatalogPlace): Promise<Catalog> {
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(REPOSITORY, module)).href);
  const catalog = pick(exported);
  if (typeof catalog !== 'object' || catalog === null) throw new TypeError(`${module} exports no error catalog`);
  // The packages' own type checks hold their catalogs to this shape.
  return catalog as Catalog;
}

function pluginCodes({ default: plugin }: Readonly<Record<string, unknown>>): unknown {
  return typeof plugin === 'function' && 'errorCodes' in plugin ? plugin.errorCodes : undefined;
}

function entryOf(code: string, { title, causes, remedy }: Explanation): string {
  const list = causes.map((cause) => `- ${cause}\n`).join('');
  return `### ${code}\n\n${title}.\n\n${list}\n**What to do:** ${remedy}\n`;
}

if (process.argv[1] === import.meta.filename) await writeFile(ERRORS_PAGE, await errorsPage());
