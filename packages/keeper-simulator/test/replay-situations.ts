import { generateVault, ManualClock, startKeeperSimulator } from '@leat/keeper-simulator';
import type { ApiKey, KeeperSimulator, KeeperSimulatorOptions, VaultRecord } from '@leat/keeper-simulator';

import { recordings } from './recordings.ts';

/** When the recordings were made. */
export const recordedAt = Date.parse('2026-11-24T04:57:15Z');

/** The key of the encrypted recordings. */
export const encryptionKey = '0123456789abcdefghijABCDEFGHIJ@#';

/** A simulator in one of the recorded situations, with its clock in the test's hand. */
export interface Stage {
  readonly simulator: KeeperSimulator;
  readonly clock: ManualClock;
}

const refusedWords = new Set(['l', 'no-such-command', '']);
const grants = [
  ...new Set(recordings.flatMap((recording) => recording.exchanges.map(({ request }) => firstWord(request.body)))),
].filter((word) => !refusedWords.has(word));

/** Keys as the recorded service had them; the first is the one that recordings show as `<api-key>`. */
const apiKeys: readonly ApiKey[] = [
  { key: 'main-key', commands: grants },
  { key: 'other-key', commands: grants },
  { key: 'ls-only-key', commands: ['ls'] },
  { key: 'no-commands-key', commands: [] },
  { key: 'expired-key', commands: grants, expiresAt: new Date(recordedAt - 1000) },
  { key: 'no-expiry-key', commands: grants, expiresAt: null },
];

function firstWord(body: unknown): string {
  const command = typeof body === 'object' && body !== null && 'command' in body ? body.command : '';
  return typeof command === 'string' ? (command.split(/[ \n]/)[0] ?? '') : '';
}

const sample = generateVault({ seed: 7, records: 240, users: 40, folders: 24, events: 1500 });
const [template] = sample.records;
if (template === undefined) throw new Error('The sample vault is empty.');

/** Records that look like those of which the secrets were recorded. */
export const revealed: { readonly typed: VaultRecord; readonly old: VaultRecord } = {
  typed: {
    ...template,
    uid: 'AAAAAAAAAAAAAAAAAAtyped',
    type: 'login',
    version: 3,
    login: 'someone@example.com',
    url: 'https://example.com/path?q=0&x="y"',
    owner: 'service@example.com',
    folderUid: null,
    revision: 1001,
    shares: [{ email: 'user00001@example.com', canEdit: false, canShare: false, expiresAt: null }],
  },
  old: {
    ...template,
    uid: 'AAAAAAAAAAAAAAAAAAAAold',
    type: 'general',
    version: 2,
    login: '',
    url: '',
    owner: 'service@example.com',
    folderUid: sample.folders[0]?.uid ?? null,
    revision: 1016,
    shares: [{ email: 'user00009@example.com', canEdit: true, canShare: false, expiresAt: 1_833_200_000 }],
  },
};

const sampleVault = { ...sample, records: [...sample.records, revealed.typed, revealed.old] };
const emptyVault = generateVault({ records: 0, users: 1, events: 0 });

/** What differs from the usual start: a sample vault, no limit, an administrator with all add-ons. */
export const situations = {
  sample: {},
  empty: { vault: emptyVault },
  notAdministrator: { account: { enterpriseAdministrator: false } },
  noAddOns: { account: { addOns: false } },
  msp: { account: { msp: true } },
  encrypted: { encryptionKey },
  direct: { queueEnabled: false },
  denied: { ipPolicy: { denied: ['127.0.0.0/8'] } },
  usualLimit: { rateLimit: '60/minute' },
  smallLimit: { rateLimit: '2/minute' },
  slow: { commandLatency: (command: string) => (command === 'enterprise-down' ? 1200 : 0) },
} as const satisfies Record<string, KeeperSimulatorOptions>;

/** Starts the simulator in a situation. */
export async function openStage(situation: keyof typeof situations): Promise<Stage> {
  const clock = new ManualClock(recordedAt);
  const options = { vault: sampleVault, rateLimit: 'off', apiKeys, clock, ...situations[situation] };
  return { simulator: await startKeeperSimulator(options), clock };
}
