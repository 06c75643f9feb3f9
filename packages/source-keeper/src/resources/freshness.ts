import { isLeatError, type ResourceContext } from '@leat/core';
import type { KeeperClient } from '../client/keeper-client.ts';
import { SerialLock } from '../client/serial-lock.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { ENTERPRISE_DOWN, SYNC_DOWN } from './known-commands.ts';

/**
 * Refreshes the caches of the service, each once per run: commands answer from them, also when the session has ended, and nothing
 * refreshes them by itself. Refreshing needs the session and fails loudly, so it tells an ended session apart from an empty vault.
 */
export class Freshness {
  readonly #client: KeeperClient;
  readonly #lock = new SerialLock();
  readonly #done = new Set<string>();
  #proven = false;

  constructor(client: KeeperClient) {
    this.#client = client;
  }

  /** @throws LeatError when the refresh fails in a way that makes the cache worthless */
  async refresh(command: KeeperCommand, context: ResourceContext): Promise<void> {
    await this.#lock.run(context.signal, async () => {
      if (this.#done.has(command.root)) return;
      try {
        await this.#client.run(command, context);
        this.#proven = true;
      } catch (error) {
        if (!isHarmless(error)) throw error;
        const message = `keeper: ${command.label} did not refresh the service: ${error.message} The rows may be old.`;
        context.logger.log('warn', message, { code: error.code });
      }
      this.#done.add(command.root);
    });
  }

  /**
   * Shows that the session with Keeper lives, by a command that fails loudly when it does not. Many reports swallow that failure.
   *
   * @param when `once`: not if a command of this run has shown it already
   * @throws SourceError LEAT_KEEPER_SESSION_EXPIRED
   */
  async prove(context: ResourceContext, when: 'once' | 'now'): Promise<void> {
    await this.#lock.run(context.signal, async () => {
      if (this.#proven && when === 'once') return;
      for (const command of [SYNC_DOWN, ENTERPRISE_DOWN]) {
        try {
          // oxlint-disable-next-line no-await-in-loop -- the second only where the first may not be run
          await this.#client.run(command, context);
          this.#proven = true;
          this.#done.add(command.root);
          return;
        } catch (error) {
          const isUndecided = isHarmless(error) || (isLeatError(error) && error.code === 'LEAT_KEEPER_NOT_PERMITTED');
          if (!isUndecided) throw error;
        }
      }
      if (when === 'now') return;
      this.#proven = true;
      const message =
        'keeper: neither sync-down nor enterprise-down may be run, so that an ended session with Keeper can look like an empty table.';
      context.logger.log('warn', message, { code: 'LEAT_KEEPER_COMMAND_NOT_GRANTED' });
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
