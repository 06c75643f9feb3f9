import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { execute, json } from './http-client.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function run(...words: readonly string[]) {
  const child = spawn(process.execPath, ['--conditions=@leat/source', main, ...words]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return { child, output: () => output };
}

describe('the command keeper-simulator', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints URL and key, answers, and stops on %s', async (signal) => {
    const { child, output } = run('--port', '0', '--records', '3', '--api-key', 'key', '--rate-limit', 'off');
    while (!output().includes('api key: key\n')) {
      // oxlint-disable-next-line no-await-in-loop -- until it has printed all
      await once(child.stdout, 'data');
    }
    const url = /url: (\S+)/.exec(output())?.[1] ?? '';
    const body = json(await execute(url, 'key', 'list --format json'));
    expect(body['data']).toHaveLength(3);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('explains itself', async () => {
    const { child, output } = run('--help');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output()).toContain('--rate-limit');
  });

  it.each([['--records', 'many'], ['--port', '70000'], ['--bogus'], ['--rate-limit', 'sometimes']])(
    'refuses %s %s with a reason',
    async (...words) => {
      const { child, output } = run(...words);
      expect(await once(child, 'close')).toEqual([2, null]);
      expect(output()).toMatch(/\S/);
      expect(output()).not.toContain('    at ');
    },
  );
});
