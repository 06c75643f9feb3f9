import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../repository.ts';
import { listPages } from '../snippets/pages.ts';

const LINK = /\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)/g;

/** The anchors of a page, as GitHub makes them from headings. */
async function anchorsOf(path: string): Promise<readonly string[]> {
  const headings = (await readFile(path, 'utf8')).matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('every link of a page leads somewhere', async () => {
  test.each(await listPages())('%s', async (page) => {
    const text = await readFile(join(REPOSITORY, page), 'utf8');
    const broken: string[] = [];
    for (const [link, path = '', anchor] of text.matchAll(LINK)) {
      const target = path === '' ? join(REPOSITORY, page) : join(REPOSITORY, dirname(page), path);
      if (!existsSync(target)) broken.push(link);
      else if (anchor !== undefined && !(await anchorsOf(target)).includes(anchor)) broken.push(link);
    }
    expect(broken).toEqual([]);
  });
});
