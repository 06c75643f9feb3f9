#!/usr/bin/env node
import { parseArgs } from 'node:util';

import type { ApiKey } from './api-keys.ts';
import { KeeperSimulatorError } from './simulator-error.ts';
import { startKeeperSimulator } from './simulator.ts';
import type { KeeperSimulatorOptions } from './simulator.ts';

const help = `keeper-simulator: a local stand-in for Keeper Commander Service Mode 18.0.13 with an invented vault

Usage: keeper-simulator [options]

  --port N          port on 127.0.0.1; default 8900
  --records N       records in the vault; default 60
  --users N         users of the enterprise; default 24
  --events N        audit events; default 400
  --seed N          equal seeds give equal vaults; default 1
  --api-key KEY     the key that clients send; default: a random one, which is printed
  --rate-limit L    like 60/minute, or off; default 60/minute, as in the real service
  --help            this text
`;

try {
  await main();
} catch (error) {
  process.exitCode = 2;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof KeeperSimulatorError) process.stderr.write(`${error.remedy}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8900' },
      records: { type: 'string', default: '60' },
      users: { type: 'string', default: '24' },
      events: { type: 'string', default: '400' },
      seed: { type: 'string', default: '1' },
      'api-key': { type: 'string' },
      'rate-limit': { type: 'string', default: '60/minute' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const key = values['api-key'];
  const apiKeys: readonly ApiKey[] | undefined = key === undefined ? undefined : [{ key, commands: ['*'] }];
  const options: KeeperSimulatorOptions = {
    port: wholeNumber('port', values.port, 65_535),
    vault: {
      records: wholeNumber('records', values.records),
      users: wholeNumber('users', values.users),
      events: wholeNumber('events', values.events),
      seed: wholeNumber('seed', values.seed),
    },
    rateLimit: values['rate-limit'],
    ...(apiKeys !== undefined && { apiKeys }),
  };
  const simulator = await startKeeperSimulator(options);
  process.stdout.write(`url: ${simulator.url}\napi key: ${simulator.apiKey}\n`);
  const stop = (): void => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    void simulator.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function wholeNumber(name: string, text: string, highest: number = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= highest) return value;
  throw new KeeperSimulatorError(
    'LEAT_SIMULATOR_FLAG',
    `--${name} is ${JSON.stringify(text)}.`,
    `Give a whole number from 0 to ${highest}.`,
  );
}
