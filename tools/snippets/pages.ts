import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { parseSnippets, type Snippet } from './snippet.ts';

const PAGES = ['*.md', 'docs/**/*.md', 'tools/*.md', 'bench/*.md', 'reliability/*.md', '{packages,examples}/*/*.md'];

/** Lists the pages of the repository, relative to it. */
export async function listPages(): Promise<readonly string[]> {
  const pages = await Array.fromAsync(glob(PAGES, { cwd: REPOSITORY, exclude: ['**/node_modules'] }));
  return pages.toSorted();
}

/** Reads the snippets of every page of the repository. */
export async function readSnippets(): Promise<readonly Snippet[]> {
  const read = async (page: string): Promise<readonly Snippet[]> =>
    parseSnippets(page, await readFile(join(REPOSITORY, page), 'utf8'));
  return (await Promise.all((await listPages()).map(read))).flat();
}
