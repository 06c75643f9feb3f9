import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { CommandContext } from '../src/command-context.ts';
import { confirm } from '../src/terminal/confirm.ts';
import { memoryOutput } from './output-streams.ts';

interface Case {
  readonly answer?: string;
  readonly columns?: number;
  readonly json?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

function ask(
  { answer, columns = 80, json = false, environment = {} }: Case,
  yes = false,
): {
  readonly asked: () => string;
  readonly answered: Promise<void>;
} {
  const { output, stderr } = memoryOutput({ columns, json });
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.end(answer === undefined ? '' : `${answer}\n`);
  const refuse = (): never => {
    throw new Error('not needed');
  };
  const context: CommandContext = {
    output,
    process: {
      stdout: output.stdout,
      stderr,
      stdin,
      env: environment,
      platform: 'linux',
      cwd: refuse,
      chdir: refuse,
      exit: refuse,
      on: refuse,
      off: refuse,
    },
    logger: { log: () => {} },
    clock: { now: () => 0 },
    showProgress: false,
    openProject: refuse,
  };
  return { asked: () => stderr.text, answered: confirm(context, 'Dropping it', 'own_data', { yes }) };
}

test('on a terminal the word itself has to be typed', async () => {
  const { asked, answered } = ask({ answer: ' own_data ' });
  await expect(answered).resolves.toBeUndefined();
  expect(asked()).toBe('Dropping it. Type own_data to go on:\n');
});

test.each(['yes', 'own', ''])('the answer %j is no', async (answer) => {
  await expect(ask({ answer }).answered).rejects.toMatchObject({ code: 'LEAT_NOT_CONFIRMED' });
});

test.each<[string, Case]>([
  ['in CI', { environment: { CI: 'true' } }],
  ['with --json', { json: true }],
])('%s nobody is asked', async (_title, how) => {
  const { asked, answered } = ask({ answer: 'own_data', ...how });
  await expect(answered).rejects.toMatchObject({ code: 'LEAT_NOT_CONFIRMED' });
  expect(asked()).toBe('');
});

test('with --yes nobody is asked either', async () => {
  const { asked, answered } = ask({}, true);
  await expect(answered).resolves.toBeUndefined();
  expect(asked()).toBe('');
});
