import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { parseSnippets, type Snippet } from './snippet.ts';

const PAGES = ['*.md', 'docs/**/*.md', 'tools/*.md', 'bench/*.md', 'reliability/*.md', '{packages,examples}/*/*.md'];

/** Reads the snippets of every page of the repository. */
export async function readSnippets(): Promise<readonly Snippet[]> {
  const pages = await Array.fromAsync(glob(PAGES, { cwd: REPOSITORY, exclude: ['**/node_modules'] }));
  const snippets = await Promise.all(
    pages.toSorted().map(async (page) => parseSnippets(page, await readFile(join(REPOSITORY, page), 'utf8'))),
  );
  return snippets.flat();
}
