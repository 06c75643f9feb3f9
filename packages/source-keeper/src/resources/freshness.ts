import { isLeatError, type ResourceContext } from '@leat/core';
import type { KeeperClient } from '../client/keeper-client.ts';
import { SerialLock } from '../client/serial-lock.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';

/**
 * Refreshes the caches of the service, each once per run: commands answer from them, also when the session has ended, and nothing
 * refreshes them by itself. Refreshing needs the session and fails loudly, so it tells an ended session apart from an empty vault.
 */
export class Freshness {
  readonly #client: KeeperClient;
  readonly #lock = new SerialLock();
  readonly #done = new Set<string>();

  constructor(client: KeeperClient) {
    this.#client = client;
  }

  /** @throws LeatError when the refresh fails in a way that makes the cache worthless */
  async refresh(command: KeeperCommand, context: ResourceContext): Promise<void> {
    await this.#lock.run(context.signal, async () => {
      if (this.#done.has(command.root)) return;
      await this.#client.run(command, context).catch((error: unknown) => {
        if (!isHarmless(error)) throw error;
        context.logger.log(
          'warn',
          `keeper: ${command.label} did not refresh the service: ${error.message} The rows may be old.`,
          {
            code: error.code,
          },
        );
      });
      this.#done.add(command.root);
    });
  }
}

/**
 * Whether to go on with what is cached: the key may lack the word, and `enterprise-down` answers 400 when a harmless line of its log
 * holds the word "error" although the data were loaded (recorded).
 */
function isHarmless(error: unknown): error is Error & { readonly code: string } {
  if (!isLeatError(error)) return false;
  if (error.code === 'LEAT_KEEPER_COMMAND_NOT_GRANTED') return true;
  return error.code === 'LEAT_KEEPER_COMMAND_FAILED' && error.details['status'] === 400;
}
