import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BIN, REPOSITORY } from '../repository.ts';
import { runCommand } from '../run-command.ts';
import { moduleOf, type Snippet } from './snippet.ts';

/** Where a snippet lies in the folder of its sandbox; each has a folder of its own, as a project would. */
export function placeOf(snippet: Snippet): string {
  return `snippets/${snippet.page.replaceAll(/[^a-zA-Z0-9]+/g, '-')}-${snippet.line}/test/snippet.ts`;
}

/** `src/index.ts` of the reader's project, as the pages about testing a plugin assume it. */
const READERS_PLUGINS = {
  source: `import type { AnyResource, CallableSource } from '@leat/core';
type Options = { readonly baseUrl: string };
declare const source: CallableSource<Options, Options, readonly AnyResource[]>;
export default source;
`,
  destination: `import type { CallableDestination } from '@leat/core';
type Options = { readonly url: string };
declare const destination: CallableDestination<Options, Options>;
export default destination;
`,
};

/**
 * Type-checks snippets in one program against the sources of the workspace; `folder` needs its packages linked.
 *
 * Resolves to the messages of the compiler by snippet, with line numbers of the page.
 */
export async function typeCheck(folder: string, snippets: readonly Snippet[]): Promise<ReadonlyMap<Snippet, string>> {
  const places = new Map(snippets.map((snippet) => [placeOf(snippet), snippet]));
  for (const [place, snippet] of places) {
    const source = join(folder, dirname(dirname(place)), 'src/index.ts');
    await mkdir(dirname(join(folder, place)), { recursive: true });
    await mkdir(dirname(source), { recursive: true });
    await writeFile(join(folder, place), moduleOf(snippet));
    await writeFile(source, READERS_PLUGINS[snippet.code.includes('describeSource') ? 'source' : 'destination']);
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration([...places.keys()])));
  const end = await runCommand(`${BIN}/tsc`, ['-p', folder, '--pretty', 'false'], { cwd: folder });
  const messages = new Map<Snippet, string>();
  for (const line of end.stdout.split('\n').filter((text) => text !== '')) {
    const snippet = places.get(/^(.+?)\(\d+,\d+\): /.exec(line)?.[1] ?? '');
    // Messages that belong to no snippet are about the program as a whole; the first snippet has to carry them.
    const carrier = snippet ?? snippets[0];
    if (carrier !== undefined) messages.set(carrier, `${messages.get(carrier) ?? ''}${line}\n`);
  }
  return messages;
}

function configuration(files: readonly string[]): object {
  return {
    extends: join(REPOSITORY, 'tsconfig.json'),
    compilerOptions: {
      rootDir: '/',
      noUnusedLocals: false,
      noUnusedParameters: false,
      typeRoots: [join(REPOSITORY, 'node_modules/@types')],
    },
    include: [],
    files,
  };
}
