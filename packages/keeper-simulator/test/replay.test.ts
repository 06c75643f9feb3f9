import { createDecipheriv } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isObject, parseExactObject } from './exact-json.ts';
import { send } from './http-client.ts';
import type { Answer } from './http-client.ts';
import { optionalFields, recordings } from './recordings.ts';
import type { Exchange, Recording } from './recordings.ts';
import { namedRules, ruleOf } from './replay-rules.ts';
import type { ReplayRule } from './replay-rules.ts';
import { encryptionKey, openStage } from './replay-situations.ts';
import type { Stage } from './replay-situations.ts';
import { differences, shapeOf } from './shape.ts';

const zeroId = '00000000-0000-4000-8000-000000000000';
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

describe('a recorded exchange', () => {
  it('exists for every rule that is made for one recording', () => {
    const names = new Set(recordings.map((recording) => recording.name));
    expect(namedRules.filter((name) => !names.has(name))).toEqual([]);
    expect(recordings.length).toBe(202);
  });

  it.each(recordings)('is answered alike: $name', async (recording) => {
    const rule = ruleOf(recording.name);
    expect(rule, `${recording.name} has no replay rule`).toBeDefined();
    if (rule === undefined) return;
    const stage = await openStage(rule.situation);
    try {
      await replay(stage, recording, rule);
    } finally {
      await stage.simulator.close();
    }
  });
});

async function replay(stage: Stage, recording: Recording, rule: ReplayRule): Promise<void> {
  const arranged = (await rule.arrange?.(stage, recording)) ?? [];
  const ids = new Map<string, string>();
  const unknown = recordedIds(recording);
  for (const [index, id] of arranged.entries()) ids.set(unknown[index] ?? '', id);
  for (const [index, exchange] of recording.exchanges.entries()) {
    // oxlint-disable no-await-in-loop -- one exchange after another, as recorded
    await rule.before?.[index]?.(stage);
    const answering = sendRecorded(stage, exchange, ids, rule, index);
    await rule.during?.[index]?.(stage);
    const answer = await answering;
    // oxlint-enable no-await-in-loop
    const place = `${recording.name} #${index} ${exchange.request.method} ${exchange.request.path}`;
    compareHead(place, exchange, answer);
    compareBody(place, recording, exchange, answer, ids, rule);
  }
}

/** Ids in recorded paths that no exchange of the recording has submitted. */
function recordedIds(recording: Recording): readonly string[] {
  const submitted = new Set(recording.exchanges.flatMap(({ response }) => uuid.exec(response.body ?? '')?.[0] ?? []));
  const used = recording.exchanges.flatMap(({ request }) => uuid.exec(request.path)?.[0] ?? []);
  return [...new Set(used)].filter((id) => id !== zeroId && !submitted.has(id));
}

async function sendRecorded(
  { simulator }: Stage,
  exchange: Exchange,
  ids: ReadonlyMap<string, string>,
  rule: ReplayRule,
  index: number,
): Promise<Answer> {
  const { request, response } = exchange;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      value.replace('<api-key>', rule.keys?.[index] ?? simulator.apiKey),
    ]),
  );
  const path = request.path.replace(uuid, (id) => ids.get(id) ?? id);
  const text = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  const body = request.body === null ? undefined : replaced(text, rule);
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- polling until the command is done, as the recording client did
    const answer = await send(request.method, `${simulator.url}${path}`, headers, body);
    if (answer.status !== 202 || response.status === 202) return answer;
  }
}

function replaced(text: string, rule: ReplayRule): string {
  return Object.entries(rule.replace ?? {}).reduce((result, [from, to]) => result.replaceAll(from, to), text);
}

function compareHead(place: string, exchange: Exchange, answer: Answer): void {
  const { response } = exchange;
  expect(answer.status, place).toBe(response.status);
  for (const name of ['Content-Type', 'Connection', 'Server', 'Allow', 'X-API-Legacy']) {
    expect(answer.headers[name.toLowerCase()], `${place}: ${name}`).toBe(response.headers[name]);
  }
  for (const name of ['retry-after', 'etag', 'cache-control', 'location', 'access-control-allow-origin']) {
    expect(answer.headers[name], `${place}: ${name}`).toBeUndefined();
  }
  expect(answer.headers.date, `${place}: Date`).toMatch(/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} 2026 [\d:]{8} GMT$/);
  if (exchange.request.method !== 'HEAD') {
    expect(Number(answer.headers['content-length']), `${place}: Content-Length`).toBe(answer.body.length);
  }
}

function compareBody(
  place: string,
  recording: Recording,
  exchange: Exchange,
  answer: Answer,
  ids: Map<string, string>,
  rule: ReplayRule,
): void {
  const recordedText = textOf(exchange.response.body, exchange.response.body_base64);
  const encrypted = exchange.response.body_base64 !== undefined;
  const json = exchange.response.headers['Content-Type'] === 'application/json' && recordedText !== '';
  if (!encrypted && !json) {
    expect(answer.body.toString(), place).toBe(recordedText);
    return;
  }
  const simulatedText = encrypted ? decrypt(answer.body) : answer.body.toString();
  if (encrypted) expect(simulatedText, place).toMatch(/^\{"status": "/);
  const recorded = parseExactObject(recordedText);
  const simulated = parseExactObject(simulatedText);
  if (typeof recorded['request_id'] === 'string' && typeof simulated['request_id'] === 'string') {
    ids.set(recorded['request_id'], simulated['request_id']);
    expect(simulated['request_id'], place).toMatch(uuid);
  }
  compareMembers(place, recording, recorded, simulated, rule);
}

/** Members whose values are compared as they are; others are compared by their shape. */
const exactMembers = new Set([
  'status',
  'status_code',
  'error',
  'message',
  'command',
  'success',
  'queue_size',
  'active_requests',
]);

function compareMembers(
  place: string,
  recording: Recording,
  recorded: Record<string, unknown>,
  simulated: Record<string, unknown>,
  rule: ReplayRule,
): void {
  expect(Object.keys(simulated).toSorted(), place).toEqual(Object.keys(recorded).toSorted());
  for (const [key, value] of Object.entries(recorded)) {
    const here = `${place}: ${key}`;
    if (key === 'error' && rule.firstLineOnly === true) {
      expect(lines(simulated[key])[0], here).toBe(lines(value)[0]);
      expect(lines(simulated[key]).length, here).toBeGreaterThan(3);
    } else if (Array.isArray(value) && key === 'message' && recorded['status'] === 'success') {
      expect(differences(shapeOf(value), shapeOf(simulated[key]), [], []), here).toEqual([]);
    } else if (exactMembers.has(key)) {
      expect(simulated[key], here).toEqual(typeof value === 'string' ? replaced(value, rule) : value);
    } else if (key.endsWith('_at') && typeof value === 'string') {
      expect(simulated[key], here).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/);
    } else if (key === 'result' && value !== null) {
      const other = simulated[key];
      expect(isObject(value) && isObject(other), here).toBe(true);
      if (isObject(value) && isObject(other)) compareMembers(here, recording, value, other, rule);
    } else if (isMessageOnly(value) || (Array.isArray(value) && value.length === 0)) {
      expect(simulated[key], here).toEqual(value);
    } else {
      const mayBeMissing = optionalFields[rule.fieldsAsIn ?? recording.name] ?? usualOptional(recording.name);
      const fieldsAsIn = key === 'data' ? rule.fieldsAsIn : undefined;
      const full = fieldsAsIn === undefined ? value : dataOf(fieldsAsIn);
      const partly = fieldsAsIn !== undefined;
      const found = differences(shapeOf(full), shapeOf(simulated[key]), mayBeMissing, rule.freeObjects ?? [], partly);
      expect(found, here).toEqual([]);
      if (key === 'data') rule.checkData?.(simulated[key]);
    }
  }
}

function dataOf(name: string): unknown {
  const body = recordings.find((recording) => recording.name === name)?.exchanges.at(-1)?.response.body ?? '{}';
  return parseExactObject(body)['data'];
}

/** Recordings outside of `resource-` show the same reports, whose documented optional fields hold for them too. */
function usualOptional(name: string): readonly string[] {
  if (name.startsWith('resource-')) return [];
  return ['title', 'record_title', 'name', 'folder_path', 'ip_address', 'geo_location', 'keeper_version'];
}

function isMessageOnly(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'message' in value;
}

function lines(value: unknown): readonly string[] {
  return String(value).split('\n');
}

function textOf(body: string | undefined, base64: string | undefined): string {
  return base64 === undefined ? (body ?? '') : decrypt(Buffer.from(base64, 'base64'));
}

function decrypt(body: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(encryptionKey), body.subarray(0, 12));
  decipher.setAuthTag(body.subarray(-16));
  return Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]).toString();
}
