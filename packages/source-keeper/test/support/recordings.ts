import { readdirSync, readFileSync } from 'node:fs';

/** One recorded request and its answer. */
export interface Exchange {
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly body_base64?: string;
  };
}

interface Recording {
  readonly exchanges?: readonly Exchange[];
  readonly request?: Exchange['request'];
  readonly response?: Exchange['response'];
}

const folder = new URL('../../../keeper-simulator/test/fixtures/recordings/', import.meta.url);

/** Names of all recordings, without `.json`. */
export const recordingNames: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .toSorted();

/** The exchanges of a recording, in order. */
export function exchangesOf(name: string): readonly Exchange[] {
  const recording: Recording = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  if (recording.exchanges !== undefined) return recording.exchanges;
  const { request, response } = recording;
  if (request === undefined || response === undefined) throw new Error(`${name} holds no exchange`);
  return [{ request, response }];
}

/** The body of a recorded answer, as bytes. */
export function bodyOf({ response }: Exchange): Buffer {
  return response.body_base64 === undefined
    ? Buffer.from(response.body ?? '', 'utf8')
    : Buffer.from(response.body_base64, 'base64');
}
