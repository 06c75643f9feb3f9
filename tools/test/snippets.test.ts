import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../workspace/manifest.ts';
import { workspacePackages } from '../workspace/packages.ts';
import { REPOSITORY, SOURCE_CONDITION } from '../repository.ts';
import { runCommand } from '../run-command.ts';
import { linkPackages } from '../snippets/link-packages.ts';
import { readSnippets } from '../snippets/pages.ts';
import { shellLines } from '../snippets/shell-lines.ts';
import { parseSnippets, type Snippet } from '../snippets/snippet.ts';
import { placeOf, typeCheck } from '../snippets/type-check.ts';

const snippets = await readSnippets();
const typescript = snippets.filter(({ language }) => language === 'ts');
const shell = snippets.filter(({ language }) => language === 'sh');
const nameOf = (snippet: Snippet): string => `${snippet.page}:${snippet.line}`;
const named = (list: readonly Snippet[]) => list.map((snippet) => [nameOf(snippet), snippet] as const);

// Shows in every run that the check bites: a value of the wrong type on line 2.
const [wrong] = parseSnippets('wrong.md', "```ts\nexport const answer: number = 'forty-two';\n```");

let folder = '';
let messages: ReadonlyMap<Snippet, string> = new Map();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leat-snippets-'));
  await linkPackages(folder);
  messages = await typeCheck(folder, wrong === undefined ? typescript : [...typescript, wrong]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a TypeScript snippet has the types it should', () => {
  test.each(named(typescript))('%s', (_, snippet) => {
    expect(messages.get(snippet) ?? '').toBe('');
  });
});

test('a TypeScript snippet with a wrong type is found, with its line', () => {
  expect(wrong && messages.get(wrong)).toMatch(/wrong-md-2\/test\/snippet\.ts\(2,14\): error TS2322/);
});

describe('a TypeScript snippet marked "run" runs to its end', () => {
  test.each(named(typescript.filter(({ flags }) => flags.includes('run'))))('%s', async (_, snippet) => {
    const cwd = dirname(join(folder, placeOf(snippet)));
    const end = await runCommand(process.execPath, [`--conditions=${SOURCE_CONDITION}`, 'snippet.ts'], { cwd });
    expect(end.stderr).toBe('');
    expect(end.code).toBe(0);
  });
});

describe('a shell snippet marked "run" runs to its end in the repository', () => {
  test.each(named(shell.filter(({ flags }) => flags.includes('run'))))('%s', async (_, snippet) => {
    const end = await runCommand('bash', ['-ec', snippet.code], { cwd: REPOSITORY });
    expect(end.code, end.stderr).toBe(0);
  });
});

describe('a shell snippet names only commands that exist', async () => {
  const { scripts } = await readManifest(join(REPOSITORY, 'package.json'));
  const packages = new Set((await workspacePackages()).map(({ manifest }) => manifest.name));
  const help = await readFile(join(REPOSITORY, 'packages/cli/src/commands.ts'), 'utf8');
  const isCommand = (word: string | undefined): boolean =>
    help.includes(`name: '${word}'`) || word?.startsWith('--') === true;

  const problemOf = (words: readonly string[]): string | undefined => {
    const [program, ...rest] = words[0] === 'npx' && words[1] !== '-y' ? words.slice(1) : words;
    if (program === 'leat') return isCommand(rest[0]) ? undefined : 'leat has no such command';
    if (program === 'npx')
      return (scripts?.[rest[2] ?? ''] ?? /^(install|exec)$/.test(rest[2] ?? '')) ? undefined : 'no such script';
    if (program !== 'npm') return undefined;
    const unknown = rest.filter((word) => /^(@leat\/|leat)/.test(word) && !packages.has(word));
    return unknown.length === 0 ? undefined : `no such package: ${unknown.join(', ')}`;
  };

  test.each(named(shell))('%s', (_, snippet) => {
    for (const words of shellLines(snippet.code)) expect(problemOf(words), words.join(' ')).toBeUndefined();
  });
});

test('every page has its fences closed and names a language that is checked or plain', () => {
  const known = new Set(['', 'ts', 'sh', 'json', 'toml', 'sql', 'text', 'mermaid']);
  expect(snippets.filter(({ language }) => !known.has(language)).map(nameOf)).toEqual([]);
});

test('a snippet knows its page, its line, its flags and the names it takes as given', () => {
  const page = [
    '# Title',
    '',
    '<!-- ts',
    "const answer = '42';",
    '-->',
    '',
    '```ts run',
    'console.log(answer);',
    '```',
  ];
  expect(parseSnippets('a.md', page.join('\n'))).toEqual([
    {
      page: 'a.md',
      line: 8,
      language: 'ts',
      flags: ['run'],
      code: 'console.log(answer);',
      context: "const answer = '42';",
      contextLine: 4,
    },
  ]);
});
