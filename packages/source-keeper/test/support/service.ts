import type { WaitNotice } from '@leat/core';
import { type KeeperSimulator, type KeeperSimulatorOptions, startKeeperSimulator } from '@leat/keeper-simulator';
import { onTestFinished } from 'vitest';
import { KeeperClient, type KeeperCall, type KeeperClientOptions } from '../../src/index.ts';
import { VirtualTime } from './virtual-time.ts';

/** A simulated service, a client of it, and the time both live in. */
export interface Service {
  readonly simulator: KeeperSimulator;
  readonly time: VirtualTime;
  readonly call: KeeperCall;
  /** What the call was told to wait for. */
  readonly waits: readonly WaitNotice[];
  /** Requests the call counted. */
  readonly counted: () => number;
  client(options?: Partial<KeeperClientOptions>): KeeperClient;
}

/** Starts a service that ends with the test. */
export async function startService(options: KeeperSimulatorOptions = {}): Promise<Service> {
  const time = new VirtualTime();
  const simulator = await startKeeperSimulator({ vault: { records: 20 }, clock: time.clock, ...options });
  onTestFinished(() => simulator.close());
  const waits: WaitNotice[] = [];
  let requests = 0;
  const call: KeeperCall = {
    signal: new AbortController().signal,
    wait: (notice) => waits.push(notice),
    countRequest: () => {
      requests += 1;
    },
  };
  return {
    simulator,
    time,
    call,
    waits,
    counted: () => requests,
    client: (more = {}) => new KeeperClient({ baseUrl: simulator.url, apiKey: simulator.apiKey, ...more }, time.host),
  };
}
