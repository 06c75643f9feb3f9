import { safeCommand } from '../../src/index.ts';
import type { Failing } from './failing-requests.ts';

const list = safeCommand('list');
const forever = 1000;

/** Workers, queues, sessions, privileges: what happens to commands once they are accepted, or never are. */
export const failingCommands: readonly Failing[] = [
  {
    title: 'a worker that died in the command',
    code: 'LEAT_KEEPER_WORKER_STOPPED',
    orders: [{ command: 'list', upstream: { kind: 'worker-dies' } }],
    remedy: /Restart Service Mode/,
    within: 15,
  },
  {
    title: 'a worker that was dead before',
    code: 'LEAT_KEEPER_WORKER_STOPPED',
    arrange: async (service) => {
      service.simulator.control.killWorker();
      await service.client().submit(safeCommand('list-sf'), service.call);
    },
    within: 15,
  },
  {
    title: 'a dead worker behind a full queue',
    code: 'LEAT_KEEPER_WORKER_STOPPED',
    service: { queueSize: 1 },
    arrange: async (service) => {
      service.simulator.control.killWorker();
      const client = service.client();
      await client.submit(list, service.call);
      await client.submit(list, service.call);
    },
    within: 15,
  },
  {
    title: 'a command that never ends',
    code: 'LEAT_KEEPER_TIMEOUT',
    orders: [{ command: 'list', upstream: { kind: 'never-ends' } }],
    message: /did not finish within 900 s \(phase: running on the service\)/,
    within: 900,
  },
  {
    title: 'a queue that does not move',
    code: 'LEAT_KEEPER_TIMEOUT',
    options: { commandTimeoutMs: 60_000 },
    arrange: (service) => {
      service.simulator.control.pauseWorker();
    },
    message: /within 60 s \(phase: waiting in the queue of the service\)/,
    within: 60,
  },
  {
    title: 'a queue that stays full',
    code: 'LEAT_KEEPER_TIMEOUT',
    service: { queueSize: 1 },
    arrange: async (service) => {
      service.simulator.control.pauseWorker();
      await service.client().submit(list, service.call);
    },
    message: /the queue of the service is full/,
    within: 900,
  },
  {
    title: 'a rate limit that others use up',
    code: 'LEAT_KEEPER_RATE_LIMITED',
    orders: [{ times: forever, request: { kind: 'rate-limited', limit: '10 per 1 hour' } }],
    message: /10 requests per 3600 s/,
    within: 900,
  },
  {
    title: 'a service that restarts again and again',
    code: 'LEAT_KEEPER_RESULT_LOST',
    arrange: (service) => {
      service.simulator.control.pauseWorker();
      service.time.onSleep.push(() => {
        service.simulator.control.restart();
        service.simulator.control.pauseWorker();
      });
    },
    requests: 6,
    within: 5,
  },
  {
    title: "throttling by Keeper's cloud without end",
    code: 'LEAT_KEEPER_THROTTLED',
    line: 'share-report',
    orders: [
      {
        times: forever,
        upstream: {
          kind: 'result',
          status: 429,
          body: { error: 'slow down', result_code: 'throttled', status: 'error' },
        },
      },
    ],
    within: 900,
  },
  {
    title: 'a session that has ended',
    code: 'LEAT_KEEPER_SESSION_EXPIRED',
    line: 'user-report',
    orders: [{ upstream: { kind: 'session-expired' } }, { command: 'user-report', upstream: { kind: 'session-gone' } }],
    remedy: /Log in again on the Commander host/,
    requests: 2,
  },
  {
    title: 'a command for administrators',
    code: 'LEAT_KEEPER_NOT_PERMITTED',
    line: 'user-report',
    service: { account: { enterpriseAdministrator: false } },
    message: /restricted to Keeper Enterprise administrators/,
    requests: 2,
  },
  {
    title: 'a licence without the add-on',
    code: 'LEAT_KEEPER_NOT_LICENSED',
    line: 'aging-report --period 3m',
    service: { account: { addOns: false } },
    requests: 2,
  },
  {
    title: 'output that is no JSON',
    code: 'LEAT_KEEPER_TEXT_OUTPUT',
    orders: [{ upstream: { kind: 'invalid-json' } }],
    requests: 2,
  },
  {
    title: 'a partial success',
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    orders: [
      {
        upstream: {
          kind: 'result',
          status: 207,
          body: { status: 'partial_success', message: 'One updated\none failed', data: null },
        },
      },
    ],
    message: /did not succeed as a whole: One updated$/,
    requests: 2,
  },
  {
    title: 'a warning without rows',
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    orders: [
      {
        upstream: {
          kind: 'result',
          status: 409,
          body: { status: 'warning', message: 'No duplicates found', data: null },
        },
      },
    ],
    requests: 2,
  },
  {
    title: "Keeper's cloud that fails behind the service",
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    orders: [
      {
        upstream: {
          kind: 'result',
          status: 500,
          body: { status: 'error', error: 'Unexpected error: 502: Bad Gateway' },
        },
      },
    ],
    requests: 2,
  },
  {
    title: 'an encrypted result without a key',
    code: 'LEAT_KEEPER_DECRYPTION',
    service: { encryptionKey: '0123456789abcdefghijABCDEFGHIJ@#' },
    message: /there is no encryptionKey/,
    requests: 2,
  },
  {
    title: 'an encrypted result with another key',
    code: 'LEAT_KEEPER_DECRYPTION',
    service: { encryptionKey: '0123456789abcdefghijABCDEFGHIJ@#' },
    options: { encryptionKey: 'abcdefghijABCDEFGHIJ@#0123456789' },
    message: /encryptionKey does not open/,
    requests: 2,
  },
  {
    title: 'a service that was never there, within half a minute',
    code: 'LEAT_KEEPER_UNREACHABLE',
    arrange: (service) => service.simulator.control.goOffline(),
    message: /ECONNREFUSED/,
    within: 31,
  },
  {
    title: 'a service that went away for good',
    code: 'LEAT_KEEPER_UNREACHABLE',
    arrange: (service) => {
      service.time.onSleep.push(async (count) => {
        if (count === 1) await service.simulator.control.goOffline();
      });
    },
    within: 900,
  },
];
