import { describe, expect, it } from 'vitest';
import { isLeatError } from '@leat/core';
import { quoteWord, splitWords } from '../src/commands/shell-words.ts';
import { safeCommand } from '../src/index.ts';
import { fc } from './support/property.ts';

const accepted: readonly (readonly [string | readonly string[], string])[] = [
  ['list', 'list --format json'],
  ['  list   --format   json ', 'list --format json'],
  ['share-report --format=json -o -v', 'share-report -o -v --format json'],
  ['share-report --form json', 'share-report --format json'],
  ['compliance report --shared', 'compliance report --shared --format json'],
  ['secrets-manager app list', 'secrets-manager app list --format json'],
  ['audit-report --created "between 1 and 2"', "audit-report --created 'between 1 and 2' --format json"],
  [['share-report', '-e', "o'brien@example.com"], `share-report -e 'o'"'"'brien@example.com' --format json`],
  [['search', '; rm -rf /'], "search '; rm -rf /' --format json"],
  [['search', ''], "search '' --format json"],
  ['user-report --days 30', 'user-report --days 30 --format json'],
];

const refused: readonly (readonly [string | readonly string[], string])[] = [
  ['get AAAAAAAAAAAAAAAAAAAAAA', 'reveals secrets'],
  ['totp X', 'reveals secrets'],
  ['find-password X', 'reveals secrets'],
  ['search -v X', 'reveals secrets'],
  ['search --verb X', 'reveals secrets'],
  ['search -cv r X', 'reveals secrets'],
  ['trash get X', 'reveals secrets'],
  ['audit-alert view X', 'reveals secrets'],
  ['pam gateway list --verbose', 'reveals secrets'],
  ['record-history -a view X', 'reveals secrets'],
  ['record-history --action=view X', 'reveals secrets'],
  ['g X', 'alias'],
  ['ei -u', 'Write enterprise-info'],
  ['rm X', 'not on the list'],
  ['export --format json x', 'not on the list'],
  ['clipboard-copy X', 'not on the list'],
  ['shell', 'not on the list'],
  ['constructor', 'not on the list'],
  ['LIST', 'not on the list'],
  ['trash purge', 'trash without'],
  ['secrets-manager client add', 'secrets-manager without'],
  ['one-time-share create X', 'one-time-share without'],
  ['action-report -t all --apply-action delete', '--apply-action'],
  ['action-report -t all --apply=delete', '--apply'],
  ['action-report -a lock', '-a'],
  ['ext-shares-report --action remove', '--action'],
  ['list --output x.json', '--output'],
  ['list --out x.json', '--out'],
  ['list --output=x.json', '--output'],
  ['find-ownerless --claim', '--claim'],
  ['security-audit-report --save', '--save'],
  ['security-audit-report --force', '--force'],
  ['find-ownerless --unmask', '--unmask'],
  ['device-approve -va', '-a'],
  ['list -- X', '--'],
  ['list --format csv', '--format'],
  ['list --format', '--format'],
  ['list --format=pdf', '--format'],
];

const invalid: readonly (string | readonly string[])[] = [
  '',
  '   ',
  [],
  'list\nget X',
  'list\r',
  ['list', 'a\u0000b'],
  ['list', 'a\nb'],
  'list "open',
  "list 'open",
  'list \\',
  'search ${HOME}',
  `search ${'x'.repeat(4096)}`,
];

function failureOf(command: string | readonly string[], allow: readonly string[] = []): { code: string; text: string } {
  try {
    safeCommand(command, allow);
  } catch (error) {
    if (isLeatError(error)) return { code: error.code, text: `${error.message} ${error.remedy}` };
    throw error;
  }
  return { code: 'none', text: '' };
}

describe('a command of the options', () => {
  it.for(accepted)('%j is sent as %s', ([command, line]) => {
    expect(safeCommand(command).line).toBe(line);
  });

  it.for(refused)('%j is refused', ([command, reason]) => {
    const failure = failureOf(command);
    expect(failure.code).toBe('LEAT_KEEPER_UNSAFE_COMMAND');
    expect(failure.text).toContain(reason);
  });

  it.for(invalid)('%j is invalid', (command) => {
    expect(failureOf(command).code).toBe('LEAT_KEEPER_INVALID_COMMAND');
  });

  it.for(['get X', 'totp X', 'trash get X', 'search -v X', 'audit-alert view X', 'record-history -a view X'])(
    '%j may reveal secrets when its first word is named, and only then',
    (command) => {
      const root = command.split(' ')[0] ?? '';
      expect(failureOf(command).text).toContain(`allowUnsafeCommands: ['${root}']`);
      expect(safeCommand(command, [root]).root).toBe(root);
      expect(failureOf(command, ['list', 'generate']).code).toBe('LEAT_KEEPER_UNSAFE_COMMAND');
    },
  );

  it.for(['get X --unmask', 'get X --output y', 'get X --format password', 'rm X', 'record-add X'])(
    '%j stays refused whatever is named',
    (command) => {
      expect(failureOf(command, ['get', 'rm', 'record-add']).code).toBe('LEAT_KEEPER_UNSAFE_COMMAND');
    },
  );

  it("quoting and splitting are each other's inverse", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }), (words) => {
        expect(splitWords(words.map((word) => quoteWord(word)).join(' '))).toEqual(words);
      }),
    );
  });

  it('no argument changes the number of words or ends the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const failure = failureOf(['search', `x${text}`]);
        if (failure.code !== 'none') return;
        const { line } = safeCommand(['search', `x${text}`]);
        expect(splitWords(line)).toEqual(['search', `x${text}`, '--format', 'json']);
        expect(line).not.toMatch(/[\r\n\0]/);
      }),
    );
  });
});
