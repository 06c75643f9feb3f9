import { expect } from 'vitest';

import type { CommandFault } from '@leat/keeper-simulator';

import { isObject } from './exact-json.ts';
import { send, submit } from './http-client.ts';
import { revealed } from './replay-situations.ts';
import type { situations, Stage } from './replay-situations.ts';
import type { Recording } from './recordings.ts';

/** How to bring the simulator into the state of a recording, and what may differ. */
export interface ReplayRule {
  readonly situation: keyof typeof situations;
  /** Runs before the first exchange; gives the simulator's ids for recorded ids that no exchange submits. */
  readonly arrange?: (stage: Stage, recording: Recording) => Promise<readonly string[] | void> | void;
  /** Runs before the exchange with this number. */
  readonly before?: Readonly<Record<number, (stage: Stage) => Promise<void> | void>>;
  /** Runs while the answer to the exchange with this number is waited for. */
  readonly during?: Readonly<Record<number, (stage: Stage) => Promise<void>>>;
  /** Keys of exchanges that another client sent, by number. */
  readonly keys?: Readonly<Record<number, string>>;
  /** Text of the recorded requests and its stand-in here. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Places whose members are free, for example names of policies. */
  readonly freeObjects?: readonly string[];
  /** A recording that shows all fields of the report, where this one happens to have some of them. */
  readonly fieldsAsIn?: string;
  /** Looks at values where the shape alone would not tell. */
  readonly checkData?: (data: unknown) => void;
  /** The error's first line is compared, and that more lines follow. */
  readonly firstLineOnly?: true;
}

const families: readonly { readonly prefix: string; readonly rule: ReplayRule }[] = [
  { prefix: 'http-', rule: { situation: 'sample' } },
  { prefix: 'lifecycle-', rule: { situation: 'sample' } },
  { prefix: 'command-', rule: { situation: 'sample' } },
  { prefix: 'resource-', rule: { situation: 'sample' } },
  { prefix: 'encrypted-', rule: { situation: 'encrypted' } },
  { prefix: 'direct-', rule: { situation: 'direct' } },
  { prefix: 'empty-', rule: { situation: 'empty' } },
  { prefix: 'not-admin-', rule: { situation: 'notAdministrator' } },
  { prefix: 'no-addon-', rule: { situation: 'noAddOns' } },
];

const alphaUid = 'Xk2xDeqEMRWL9k3y700E5A';

const single: Readonly<Record<string, ReplayRule>> = {
  'http-401-revoked-between': {
    situation: 'sample',
    arrange: async (stage) => [await submitListing(stage)],
    before: {
      1: ({ simulator }) => simulator.control.revokeKey('main-key'),
      2: ({ simulator }) => simulator.control.addKey({ key: 'main-key', commands: ['list-sf'] }),
    },
  },
  'http-403-ip': { situation: 'denied' },
  'http-404-after-restart': {
    situation: 'sample',
    arrange: async (stage) => [await submitListing(stage)],
    before: { 1: ({ simulator }) => simulator.control.restart() },
  },
  'http-404-other-key': {
    situation: 'sample',
    arrange: async ({ simulator }) => [await submit(simulator.url, 'other-key', 'list-sf --format json')],
  },
  'http-429': {
    situation: 'usualLimit',
    arrange: async ({ simulator }) => {
      const ask = (): Promise<unknown> =>
        send('GET', `${simulator.url}/api/v2/queue/status`, { 'api-key': simulator.apiKey });
      await Promise.all(Array.from({ length: 59 }, ask));
    },
  },
  'http-429-counts-401': { situation: 'smallLimit' },
  'http-503-queue-full': {
    situation: 'sample',
    arrange: async (stage) => {
      stage.simulator.control.failNext({ upstream: { kind: 'never-ends' } });
      await submitListing(stage);
      await Promise.all(Array.from({ length: 99 }, () => submitListing(stage)));
    },
    keys: { 4: 'other-key' },
  },
  'lifecycle-two-commands': { situation: 'slow', before: { 7: ({ clock }) => clock.advance(1200) } },
  'lifecycle-worker-dead': {
    situation: 'sample',
    arrange: async (stage) => {
      stage.simulator.control.killWorker();
      return [await submitListing(stage), await submitListing(stage)];
    },
  },
  'expired-result-purged': { situation: 'sample', before: { 2: ({ clock }) => clock.advance(3_600_001) } },
  'expired-v1-504': {
    situation: 'sample',
    arrange: async (stage) => {
      stage.simulator.control.failNext({ upstream: { kind: 'never-ends' } });
      await submitListing(stage);
    },
    during: {
      0: async ({ clock }) => {
        // oxlint-disable-next-line no-await-in-loop -- until the request waits
        while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
        clock.advance(300_000);
      },
    },
  },
  'resource-audit-raw-between': { situation: 'sample', fieldsAsIn: 'resource-audit-raw-fields' },
  'encrypted-audit': { situation: 'encrypted', fieldsAsIn: 'resource-audit-raw-fields' },
  'resource-msp-info': { situation: 'msp' },
  'resource-msp-info-v': { situation: 'msp' },
  'resource-enterprise-roles-all-columns': { situation: 'sample', freeObjects: ['$[].enforcements'] },
  'resource-record-history': { situation: 'sample', replace: { [alphaUid]: revealed.typed.uid } },
  'resource-one-time-share': { situation: 'sample', replace: { [alphaUid]: revealed.typed.uid } },
  'secret-get-v2': { situation: 'sample', replace: { s0PvQfqjxU8561ngJZ9PGw: revealed.old.uid } },
  'secret-get-v3': { situation: 'sample', replace: { [alphaUid]: revealed.typed.uid } },
  'secret-get-v3-unmask': { situation: 'sample', replace: { [alphaUid]: revealed.typed.uid } },
  'upstream-audit-row-failed': upstream({ kind: 'row-failed' }),
  'upstream-audit-swallowed': { situation: 'sample', arrange: ({ simulator }) => simulator.control.logOutSession() },
  'upstream-bad-gateway': upstream({ kind: 'bad-gateway' }),
  'upstream-enterprise-down-traceback': { ...upstream({ kind: 'session-expired' }), firstLineOnly: true },
  'upstream-session-expired': { situation: 'sample', arrange: ({ simulator }) => simulator.control.logOutSession() },
  'upstream-session-gone': {
    situation: 'sample',
    arrange: ({ simulator }) => simulator.control.logOutSession('gone'),
  },
  'upstream-share-report-owner-wrong': {
    ...upstream({ kind: 'swallowed' }),
    checkData: (data) => {
      const counts = Array.isArray(data) ? data.map((row: unknown) => (isObject(row) ? row['shared_with'] : null)) : [];
      expect(new Set(counts)).toEqual(new Set([0]));
    },
  },
  'upstream-share-report-swallowed': upstream({ kind: 'swallowed' }),
  'upstream-shared-records-report-swallowed': upstream({ kind: 'swallowed' }),
  'upstream-throttled': upstream({ kind: 'throttled' }),
  'upstream-throttled-then-ok': upstream({ kind: 'throttled-then-ok' }),
};

/** The rule of a recording: its own, or that of its family; none for a family nobody has thought of. */
export function ruleOf(name: string): ReplayRule | undefined {
  return single[name] ?? families.find((family) => name.startsWith(family.prefix))?.rule;
}

/** Names that have a rule of their own. */
export const namedRules: readonly string[] = Object.keys(single);

function upstream(fault: CommandFault): ReplayRule {
  return { situation: 'sample', arrange: ({ simulator }) => simulator.control.failNext({ upstream: fault }) };
}

function submitListing({ simulator }: Stage): Promise<string> {
  return submit(simulator.url, simulator.apiKey, 'list-sf --format json');
}
