import { readdirSync, readFileSync } from 'node:fs';

import { isObject } from './exact-json.ts';

/** One recorded exchange. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly body_base64?: string;
  };
}

/** One file of recordings. */
export interface Recording {
  readonly name: string;
  readonly description: string;
  readonly exchanges: readonly Exchange[];
}

const folder = new URL('fixtures/recordings/', import.meta.url);

/** All recordings, by name. */
export const recordings: readonly Recording[] = readdirSync(folder)
  .toSorted()
  .map((file) => {
    const parsed: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    if (!isFile(parsed)) throw new Error(`${file} is no recording.`);
    const exchanges = 'exchanges' in parsed ? parsed.exchanges : [parsed];
    return { name: file.replace('.json', ''), description: parsed.description, exchanges };
  });

type RecordedFile = { readonly description: string } & (Exchange | { readonly exchanges: readonly Exchange[] });

function isFile(value: unknown): value is RecordedFile {
  return isObject(value) && typeof value['description'] === 'string' && ('exchanges' in value || 'response' in value);
}

/** Fields of a recorded report that a larger vault has in some rows and not in others. */
export const optionalFields: Readonly<Record<string, readonly string[]>> = readOptionalFields();

function readOptionalFields(): Record<string, readonly string[]> {
  const parsed: unknown = JSON.parse(readFileSync(new URL('fixtures/optional-fields.json', import.meta.url), 'utf8'));
  const lists = isObject(parsed) ? Object.entries(parsed) : [];
  return Object.fromEntries(lists.map(([name, fields]) => [name, Array.isArray(fields) ? fields.map(String) : []]));
}
