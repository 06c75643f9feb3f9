import { describe, expect, it } from 'vitest';

import { flag, parseArguments } from '../src/arguments.ts';
import { splitCommandLine } from '../src/command-line.ts';

describe('splitCommandLine', () => {
  it.each([
    ['list  --format json', ['list', '--format', 'json']],
    [String.raw`a "b c" 'd "e"' f\ g`, ['a', 'b c', 'd "e"', 'f g']],
    [String.raw`"a\"b\\c\d"`, [String.raw`a"b\c\d`]],
    [`'it'"'"'s'`, ["it's"]],
    [`'' ""`, ['', '']],
    ['\t', []],
  ])('splits %s as a shell does', (line, words) => {
    expect(splitCommandLine(line)).toEqual(words);
  });

  it.each([`'open`, '"open', String.raw`end\ `.trimEnd()])('refuses %s', (line) => {
    expect(() => splitCommandLine(line)).toThrow(/^No /);
  });
});

describe('parseArguments', () => {
  const spec = {
    options: {
      limit: { flags: ['--limit'], kind: 'integer' },
      kind: { flags: ['-k', '--kind'], kind: 'text', choices: ['a', 'b'] },
      columns: { flags: ['--columns'], kind: 'list' },
      loud: flag('-l', '--loud'),
    },
    words: 'optional',
  } as const;

  it('reads values behind a space or an equals sign, repeated options, negative numbers and words', () => {
    const given = parseArguments(spec, ['--limit', '-1', '--columns=x,y', '--columns', 'z', '-l', 'word']);
    expect(given.integer('limit')).toBe(-1);
    expect(given.names('columns')).toEqual(['x', 'y', 'z']);
    expect([given.has('loud'), given.has('kind')]).toEqual([true, false]);
    expect(given.words).toEqual(['word']);
  });

  it('takes everything behind -- as words, such as a uid that begins with a dash', () => {
    expect(parseArguments(spec, ['--', '-uid']).words).toEqual(['-uid']);
    expect(parseArguments(spec, ['--columns=-uid']).list('columns')).toEqual(['-uid']);
  });

  it.each([
    [['--limit', 'x'], "argument --limit: invalid int value: 'x'"],
    [['--limit'], 'argument --limit: expected one argument'],
    [['--columns', '-uid'], 'argument --columns: expected one argument'],
    [['-k', 'c'], "argument -k/--kind: invalid choice: 'c' (choose from 'a', 'b')"],
    [['one', 'two', '--odd'], 'unrecognized arguments: two --odd'],
  ])('refuses %j in the words of argparse', (tokens, message) => {
    expect(() => parseArguments(spec, tokens)).toThrow(message);
  });

  it('asks for words that are required', () => {
    const required = { words: { required: 'record' } };
    expect(() => parseArguments(required, [])).toThrow('the following arguments are required: record');
  });
});
