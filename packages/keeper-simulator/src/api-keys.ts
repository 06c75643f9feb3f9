import { createHash } from 'node:crypto';

/** One key of the service's configuration. */
export interface ApiKey {
  readonly key: string;
  /** First words of commands that the key may send, compared exactly: an alias is a different word. `*` grants everything. */
  readonly commands: readonly string[];
  /** When the key ends. Absent: never. `null`: the entry has no expiry at all, which the service refuses. */
  readonly expiresAt?: Date | null;
}

/** Why a key was refused; the texts are the service's. */
export type KeyRefusal = 'Please provide a valid api key' | 'Invalid or expired API key' | 'API key has expired';

/** The keys that the service knows; a change takes effect with the next request. */
export class KeyRing {
  readonly #keys = new Map<string, ApiKey>();

  constructor(keys: readonly ApiKey[]) {
    for (const key of keys) this.add(key);
  }

  /** Adds a key, or replaces the one with the same text. */
  add(key: ApiKey): void {
    this.#keys.set(key.key, key);
  }

  /** Removes a key; its results stay, so adding it again makes them readable again. */
  remove(key: string): void {
    this.#keys.delete(key);
  }

  /** The key that a request showed, or why it is refused. */
  find(shown: string | undefined, now: number): ApiKey | KeyRefusal {
    const key = shown === undefined ? undefined : this.#keys.get(shown);
    if (key === undefined) return 'Please provide a valid api key';
    if (key.expiresAt === null) return 'Invalid or expired API key';
    if (key.expiresAt !== undefined && now > key.expiresAt.getTime()) return 'API key has expired';
    return key;
  }
}

/** Whether the key's grant holds the first word of the command; words end at a space only. */
export function isGranted(key: ApiKey, command: string): boolean {
  const [word = ''] = command.split(' ');
  return word !== '' && (key.commands.includes('*') || key.commands.includes(word));
}

/** What requests are owned by: results of one key are unknown to every other. */
export function ownerOf(key: ApiKey): string {
  return createHash('sha256').update(key.key).digest('hex');
}
