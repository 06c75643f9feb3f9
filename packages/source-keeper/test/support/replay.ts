import type { ServerResponse } from 'node:http';
import { isLeatError, silentLogger } from '@leat/core';
import { rowsOf } from '../../src/answers/rows.ts';
import { KeeperClient, type KeeperClientHost } from '../../src/index.ts';
import { rawCommand } from './commands.ts';
import { bodyOf, type Exchange, exchangesOf } from './recordings.ts';
import { accept, json, type Seen, startScriptedServer } from './scripted-server.ts';
import { VirtualTime } from './virtual-time.ts';

/** Published together with the recordings. */
const ENCRYPTION_KEY = '0123456789abcdefghijABCDEFGHIJ@#';

const SUBMIT = '/api/v2/executecommand-async';
const RESULT = '/api/v2/result/';
const QUEUE = '/api/v2/queue/status';
const NO_ID = '11111111-1111-4111-8111-111111111111';

/**
 * Where the client would meet a recorded answer. v1 answers are results that come at once; what was recorded on paths that the client
 * never asks is played as the answer to a submission.
 */
function placeOf({ request }: Exchange): string | undefined {
  const { method, path } = request;
  if (method === 'OPTIONS' || method === 'HEAD' || path.startsWith('/api/v2/status/')) return undefined;
  if (path.startsWith(RESULT) || path === QUEUE || (path === '/health' && method === 'GET')) return path;
  return path.startsWith('/api/v1/') ? `${RESULT}${NO_ID}` : SUBMIT;
}

/** The answers of a recording: each place gives them in order, and the last one for ever. */
class Player {
  readonly #places = new Map<string, { readonly answers: readonly Exchange[]; played: number }>();
  constructor(exchanges: readonly Exchange[]) {
    const second = exchanges.some(({ request }) => request.path.startsWith('/api/v2/'));
    for (const exchange of exchanges) {
      // Where both were recorded, v2 is what this client is about.
      if (second && exchange.request.path.startsWith('/api/v1/')) continue;
      const place = placeOf(exchange);
      if (place === undefined) continue;
      const before = this.#places.get(place)?.answers ?? [];
      this.#places.set(place, { answers: [...before, exchange], played: 0 });
    }
  }

  /** The id of a recorded result that nobody asked for yet, or of the first. */
  #nextId(): string {
    const paths = this.places.filter((place) => place.startsWith(RESULT));
    const path = paths.find((place) => !this.isPlayed(place)) ?? paths[0];
    return path?.slice(RESULT.length) ?? NO_ID;
  }

  get places(): readonly string[] {
    return [...this.#places.keys()];
  }

  isPlayed(place: string): boolean {
    const entry = this.#places.get(place);
    return entry === undefined || entry.played >= entry.answers.length;
  }

  answer(seen: Seen, response: ServerResponse): void {
    const entry = this.#places.get(seen.path);
    const exchange = entry?.answers[Math.min(entry.played, entry.answers.length - 1)];
    if (entry !== undefined && exchange !== undefined) {
      entry.played += 1;
      const { 'Content-Type': type = '' } = exchange.response.headers;
      response.writeHead(exchange.response.status, { 'Content-Type': type, Connection: 'close' });
      response.end(bodyOf(exchange));
    } else if (seen.path === SUBMIT) {
      accept(response, this.#nextId());
    } else {
      json(response, 200, { command: 'list', data: [], status: 'success', worker_running: true });
    }
  }
}

function commandLines(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges.flatMap(({ request: { body } }) =>
    typeof body === 'object' && body !== null && 'command' in body && typeof body.command === 'string'
      ? [body.command]
      : [],
  );
}

function isCommand(place: string): boolean {
  return place === SUBMIT || place.startsWith(RESULT);
}

async function settle(task: () => Promise<string>): Promise<string> {
  try {
    return await task();
  } catch (error) {
    if (isLeatError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** What callers of the client get, one entry per call, until every recorded answer was given. */
export async function outcomesOf(name: string): Promise<readonly string[]> {
  const exchanges = exchangesOf(name);
  const player = new Player(exchanges);
  const server = await startScriptedServer((seen, response) => {
    player.answer(seen, response);
  });
  const call = { signal: new AbortController().signal };
  const host: KeeperClientHost = new VirtualTime().host;
  const encryption = name.startsWith('encrypted-') ? { encryptionKey: ENCRYPTION_KEY } : {};
  const client = new KeeperClient({ baseUrl: server.url, apiKey: 'key', mode: 'v2', ...encryption }, host);
  const run = async (line: string): Promise<string> => {
    const command = rawCommand(line);
    return `${rowsOf(await client.run(command, call), command, silentLogger).length} rows`;
  };
  const calls: Readonly<Record<string, () => Promise<string>>> = {
    [QUEUE]: async () => JSON.stringify((await client.queueStatus(call)).value),
    '/health': async () => JSON.stringify((await client.health(call)).value),
  };
  const outcomes: string[] = [];
  const lines = [...commandLines(exchanges)];
  // oxlint-disable no-await-in-loop -- the recorded answers come in order
  while (player.places.some((place) => isCommand(place) && !player.isPlayed(place))) {
    if (outcomes.length > 20) throw new Error(`the client never asks for all of ${name}`);
    const line = lines.shift() ?? 'list --format json';
    outcomes.push(await settle(() => run(line)));
  }
  for (const [place, ask] of Object.entries(calls)) {
    while (!player.isPlayed(place) && outcomes.length <= 20) outcomes.push(await settle(ask));
  }
  // oxlint-enable no-await-in-loop
  return outcomes;
}
