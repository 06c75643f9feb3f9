import type { FailOrder, KeeperSimulatorControl } from '@leat/keeper-simulator';
import { describe, expect, it } from 'vitest';
import { type CommandOutput, safeCommand } from '../src/index.ts';
import { type Service, startService } from './support/service.ts';

const list = safeCommand('list');

function countRows(output: CommandOutput): number {
  return Array.isArray(output.data) ? output.data.length : -1;
}

/** One cell of each row. */
function cellsOf({ data }: CommandOutput, key: string): readonly unknown[] {
  if (!Array.isArray(data)) return [];
  return data.map((row: Readonly<Record<string, unknown>>) => row[key]);
}

/** Does something the first time the client sleeps while a command is in the queue. */
function whileQueued(service: Service, act: (control: KeeperSimulatorControl) => void): void {
  const { control } = service.simulator;
  control.pauseWorker();
  service.time.onSleep.push((count) => {
    if (count === 1) act(control);
  });
}

describe('a command', () => {
  it('brings all of 12,000 records', async () => {
    const service = await startService({ vault: { records: 12_000 } });
    const output = await service.client().run(list, service.call);
    const uids = new Set(cellsOf(output, 'record_uid'));
    expect(uids.size).toBe(12_000);
  });

  it('is submitted once and looked after at growing intervals', async () => {
    const service = await startService({ commandLatency: 20_000 });
    await service.client().run(list, service.call);
    expect(service.time.sleeps).toEqual([300, 600, 1200, 2400, 4800, 5000, 5000, 5000]);
    const { statistics } = service.simulator.control;
    expect(statistics.count('submit').total).toBe(1);
    // The worker is looked at once, after ten seconds.
    expect(statistics.count('queue-status').total).toBe(1);
    expect(service.counted()).toBe(statistics.requests.length);
  });

  it('tells the progress what it waits for', async () => {
    const service = await startService({ commandLatency: 5000 });
    await service.client().run(list, service.call);
    expect(service.waits).toContainEqual({ reason: 'running on the service', milliseconds: 2400 });
  });

  it('keeps integers beyond 2^53', async () => {
    const service = await startService();
    const output = await service.client().run(safeCommand('enterprise-info -u'), service.call);
    const ids = cellsOf(output, 'user_id');
    // A Set compares bigints exactly, and no number equals a bigint in it.
    expect(new Set(ids)).toEqual(new Set(service.simulator.vault.users.map((user) => user.id)));
  });

  it('waits in line behind another command of the same client', async () => {
    const service = await startService({ commandLatency: 1000 });
    const client = service.client();
    const both = [client.run(list, service.call), client.run(safeCommand('list-sf'), service.call)];
    await Promise.all(both);
    const endpoints = service.simulator.control.statistics.requests.map(({ endpoint }) => endpoint);
    const second = endpoints.lastIndexOf('submit');
    expect(endpoints.indexOf('submit')).toBe(0);
    // The first command had its result, the last answer before the second submission, by then.
    expect(service.simulator.control.statistics.requests[second - 1]).toMatchObject({
      endpoint: 'result',
      status: 200,
    });
  });
});

interface Healing {
  readonly title: string;
  /** Faults ordered before the run. */
  readonly orders?: readonly FailOrder[];
  readonly arrange?: (service: Service) => void;
  /** A reason among the announced waits. */
  readonly told?: string;
  /** Seconds at the most. */
  readonly within: number;
}

const proxyPages = [502, 503, 504].map<Healing>((status) => ({
  title: `a proxy's page with status ${status}`,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one of the three above
  orders: [{ times: 3, request: { kind: 'html', status: status as 502 | 503 | 504 } }],
  told: 'a proxy cannot reach the service',
  within: 10,
}));

const throttledText = 'Due to repeated attempts, your request has been throttled. Try again in 2 seconds.';

const throttled: readonly Healing[] = [
  {
    title: 'as 18.0.13 tells it',
    status: 500,
    body: { error: `Unexpected error: throttled: ${throttledText}`, status: 'error' },
  },
  {
    title: 'as later versions tell it',
    status: 429,
    body: { error: throttledText, result_code: 'throttled', status: 'error' },
  },
].map(({ title, status, body }) => ({
  title: `throttling by Keeper's cloud, ${title}`,
  orders: [{ command: 'list', times: 2, upstream: { kind: 'result', status, body } }],
  told: "Keeper's cloud throttles the service",
  within: 100,
}));

const healing: readonly Healing[] = [
  ...proxyPages,
  {
    title: 'the limit page of the service',
    orders: [{ times: 2, request: { kind: 'rate-limited', limit: '60 per 1 minute' } }],
    told: 'rate limit of the service (60 per 60 s)',
    within: 60,
  },
  {
    title: 'a limit told as JSON, as later versions do',
    orders: [
      {
        request: {
          kind: 'answer',
          status: 429,
          contentType: 'application/json',
          body: '{"error":"Service rate limit exceeded: 60 per 1 minute","result_code":"rate_limited","status":"error"}',
        },
      },
    ],
    told: 'rate limit of the service (60 per 60 s)',
    within: 60,
  },
  {
    title: 'a submission that is cut before the service sees it',
    orders: [{ endpoint: 'submit', request: { kind: 'drop', when: 'before' } }],
    within: 5,
  },
  {
    title: 'a submission whose answer is lost',
    orders: [{ endpoint: 'submit', request: { kind: 'drop', when: 'after' } }],
    within: 5,
  },
  {
    title: 'a result whose answer is lost',
    orders: [{ endpoint: 'result', request: { kind: 'drop', when: 'after' } }],
    within: 5,
  },
  {
    title: 'a result that is cut in the middle',
    orders: [{ endpoint: 'result', times: 2, request: { kind: 'truncated' } }],
    within: 5,
  },
  {
    title: 'a result that is malformed JSON',
    orders: [{ endpoint: 'result', request: { kind: 'malformed-json' } }],
    within: 5,
  },
  {
    title: 'a submission answered with malformed JSON',
    orders: [{ endpoint: 'submit', request: { kind: 'malformed-json' } }],
    within: 5,
  },
  {
    title: "a proxy's one-line error without a page",
    orders: [
      { endpoint: 'result', request: { kind: 'answer', status: 502, contentType: 'text/html', body: 'Bad Gateway' } },
    ],
    told: 'a proxy cannot reach the service',
    within: 5,
  },
  {
    title: 'a limit on looking for results, told as JSON without a code',
    orders: [
      {
        endpoint: 'result',
        request: { kind: 'answer', status: 429, contentType: 'application/json', body: '{"error":"60 per 1 minute"}' },
      },
    ],
    told: 'rate limit of the service (60 per 60 s)',
    within: 60,
  },
  {
    title: 'an expiry in the queue',
    orders: [
      {
        endpoint: 'result',
        request: {
          kind: 'answer',
          status: 504,
          contentType: 'application/json',
          body: '{"error":"Error: Request expired after waiting more than 300s in queue","status":"error"}',
        },
      },
    ],
    told: 'the command expired in the queue',
    within: 5,
  },
  {
    title: 'an expiry as versions before 17.2.13 tell it',
    orders: [
      {
        endpoint: 'result',
        request: { kind: 'answer', status: 202, contentType: 'application/json', body: '{"status":"expired"}' },
      },
    ],
    within: 5,
  },
  ...throttled,
  {
    title: 'a restart of the service',
    arrange: (service) => {
      whileQueued(service, (control) => {
        control.restart();
      });
    },
    told: 'the service restarted',
    within: 5,
  },
  {
    title: 'a key that is missing for a second',
    arrange: (service) => {
      const { control } = service.simulator;
      const { apiKey } = service.simulator;
      control.revokeKey(apiKey);
      service.time.onSleep.push(() => {
        control.addKey({ key: apiKey, commands: ['*'] });
      });
    },
    told: 'the service refused the key; trying once more',
    within: 3,
  },
  {
    title: 'a service that is away for a while',
    arrange: (service) => {
      service.time.onSleep.push(async (count) => {
        if (count === 1) await service.simulator.control.goOffline();
        if (count === 9) await service.simulator.control.goOnline();
      });
    },
    told: 'the service does not answer',
    within: 120,
  },
];

describe('a command gets its rows in spite of', () => {
  it.for(healing)('$title', async ({ orders = [], arrange, told, within }) => {
    const service = await startService();
    for (const order of orders) service.simulator.control.failNext(order);
    arrange?.(service);
    expect(countRows(await service.client().run(list, service.call))).toBe(20);
    expect(service.time.elapsed).toBeLessThanOrEqual(within * 1000);
    if (told !== undefined) expect(service.waits.map(({ reason }) => reason)).toContain(told);
  });

  it('a queue that is full for a while', async () => {
    const service = await startService({ queueSize: 1 });
    const { control } = service.simulator;
    control.pauseWorker();
    await service.client().submit(safeCommand('list-sf'), service.call);
    service.time.onSleep.push((count) => {
      if (count === 4) control.resumeWorker();
    });
    expect(countRows(await service.client().run(list, service.call))).toBe(20);
    expect(service.waits.map(({ reason }) => reason)).toContain('the queue of the service is full');
  });
});
