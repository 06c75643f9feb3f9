import { type CheckFinding, isLeatError, type LeatError, type SourceContext } from '@leat/core';
import type { KeeperClient, ServiceAnswer } from '../client/keeper-client.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { safeCommand } from '../commands/safe-command.ts';
import type { KeeperOptions } from '../keeper-options.ts';
import {
  ENTERPRISE_DOWN,
  ENTERPRISE_TEAMS,
  ENTERPRISE_USERS,
  LIST,
  LS,
  SYNC_DOWN,
} from '../resources/known-commands.ts';

/** Milliseconds by which the clocks may differ; only the audit log depends on it. */
const CLOCK_TOLERANCE = 60_000;

/**
 * Finds out what will work: address, key, worker, clock, which commands the key may run, and the rate limit. Loads nothing.
 *
 * Whether a command is granted shows when it is submitted. It is submitted with a flag that no command has, so that Commander
 * refuses it before it does anything (recorded: `unrecognized arguments`); the refresh commands take none and are harmless.
 */
export async function* checkKeeper(
  context: SourceContext<KeeperOptions>,
  createClient: (context: SourceContext<KeeperOptions>) => KeeperClient,
): AsyncGenerator<CheckFinding, void, void> {
  const attempt = await settle(async () => createClient(context));
  if ('error' in attempt) {
    yield failed('options', attempt.error);
    return;
  }
  const client = attempt.value;
  const health = await settle(() => client.health(context));
  yield 'error' in health ? failed('service', health.error) : ok('service', 'The service answers.');
  if ('error' in health) return;
  const queue = await settle(() => client.queueStatus(context));
  yield 'error' in queue ? failed('api key', queue.error) : ok('api key', 'The service accepts the API key.');
  if ('error' in queue) return;
  yield workerFinding(queue.value);
  const clockFinding = clockDifference(queue.value, context.clock.now());
  if (clockFinding !== undefined) yield clockFinding;
  yield* checkGrants(context, client);
  yield rateFinding(client, context.options.ratePerMinute);
}

async function* checkGrants(
  context: SourceContext<KeeperOptions>,
  client: KeeperClient,
): AsyncGenerator<CheckFinding, void, void> {
  const { commands, allowUnsafeCommands } = context.options;
  const needed: KeeperCommand[] = [LIST, LS, ENTERPRISE_USERS, ENTERPRISE_TEAMS];
  for (const option of commands) {
    // One after the other: the service has one worker, and findings come in the order of the options.
    // oxlint-disable-next-line no-await-in-loop
    const safe = await settle(async () => safeCommand(option.command, allowUnsafeCommands));
    if ('error' in safe) yield failed(`command ${option.name}`, safe.error);
    else needed.push(safe.value);
  }
  const roots = new Map(needed.map((command) => [command.root, probeOf(command)]));
  for (const [root, probe] of roots) {
    // oxlint-disable-next-line no-await-in-loop
    const granted = await settle(() => client.submit(probe, context));
    yield 'error' in granted
      ? failed(`command ${root}`, granted.error)
      : ok(`command ${root}`, `The key may run "${root}".`);
  }
  for (const command of [SYNC_DOWN, ENTERPRISE_DOWN]) {
    // oxlint-disable-next-line no-await-in-loop
    const granted = await settle(() => client.submit(command, context));
    yield 'error' in granted
      ? stale(command.root, granted.error)
      : ok(`command ${command.root}`, `The key may run "${command.root}".`);
  }
}

function probeOf({ root, label }: KeeperCommand): KeeperCommand {
  return { line: `${root} --leat-check`, root, label };
}

function stale(root: string, error: LeatError): CheckFinding {
  return {
    name: `command ${root}`,
    status: 'warning',
    message: `${error.message} Rows may be as old as the service's cache.`,
    remedy: error.remedy,
  };
}

function workerFinding({ value }: ServiceAnswer): CheckFinding {
  if (value['worker_running'] !== false)
    return ok('worker', `The worker runs; ${String(value['queue_size'])} commands wait.`);
  return {
    name: 'worker',
    status: 'failed',
    message: 'The worker of the service has stopped: commands are accepted but never run.',
    remedy: 'Restart Service Mode on the Commander host.',
  };
}

function clockDifference({ date }: ServiceAnswer, now: number): CheckFinding | undefined {
  if (date === undefined) return undefined;
  const seconds = Math.round((date - now) / 1000);
  if (Math.abs(date - now) <= CLOCK_TOLERANCE) return ok('clock', `The clocks differ by ${Math.abs(seconds)} s.`);
  return {
    name: 'clock',
    status: 'warning',
    message: `The clock of the service is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}.`,
    remedy: 'Synchronise the clocks of both machines.',
  };
}

function rateFinding(client: KeeperClient, ratePerMinute: number): CheckFinding {
  const learned = client.learnedLimit;
  if (learned === undefined)
    return ok('rate limit', `At most ${ratePerMinute} requests per minute and endpoint are sent.`);
  return {
    name: 'rate limit',
    status: 'warning',
    message: `The service allows ${learned.count} requests per ${learned.milliseconds / 1000} s and endpoint, and refused some.`,
    remedy: 'Lower ratePerMinute below it, or raise the limit of the service (service-create -rl).',
  };
}

function ok(name: string, message: string): CheckFinding {
  return { name, status: 'ok', message };
}

function failed(name: string, error: LeatError): CheckFinding {
  return { name, status: 'failed', message: error.message, remedy: error.remedy };
}

/** Turns an explained failure into a value; anything else goes on. */
async function settle<T>(task: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: LeatError }> {
  try {
    return { value: await task() };
  } catch (error) {
    if (isLeatError(error)) return { error };
    throw error;
  }
}
