import type { CheckFinding, SourceContext } from '@leat/core';
import type { KeeperClient, ServiceAnswer } from '../client/keeper-client.ts';
import type { KeeperOptions } from '../keeper-options.ts';
import { ENTERPRISE_DOWN, SYNC_DOWN } from '../resources/known-commands.ts';
import { checkCommands } from './check-commands.ts';
import { failed, ok, settle, type Settled, warning } from './findings.ts';

/** Milliseconds by which the clocks may differ; only the audit log depends on it. */
const CLOCK_TOLERANCE = 60_000;

/**
 * Finds out what will work: address, encryption of the way, key, worker, clock, session, commands, privileges, resources, rate limit.
 * Loads nothing.
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
  yield tlsFinding(context.options);
  yield versionFinding(health.value);
  const queue = await settle(() => client.queueStatus(context));
  const isV1 = 'error' in queue && queue.error.details['status'] === 404 && context.options.mode !== 'v2';
  yield keyFinding(queue, isV1);
  if ('error' in queue && !isV1) return;
  const clockFinding = clockDifference(health.value, context.clock.now());
  if (clockFinding !== undefined) yield clockFinding;
  const dead = 'value' in queue && queue.value.value['worker_running'] === false;
  if ('value' in queue) yield workerFinding(queue.value);
  if (!dead) yield await sessionFinding(context, client);
  // A dead worker runs nothing: what is submitted then would wait for ever.
  if (!dead) yield* checkCommands(context, client);
  yield rateFinding(client, context.options.ratePerMinute);
}

function tlsFinding({ baseUrl, ca, pinnedCertificate }: KeeperOptions): CheckFinding {
  if (!/^\s*http:/i.test(baseUrl)) {
    const trust = ca === undefined ? "Node's own authorities" : 'the authorities in ca';
    const pinned = pinnedCertificate === undefined ? '' : ', and it is the pinned one';
    return ok('tls', `The connection is encrypted; its certificate is trusted by ${trust}${pinned}.`);
  }
  const host = URL.parse(baseUrl.trim())?.hostname ?? '';
  if (/^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host))
    return ok('tls', 'The connection is not encrypted and does not leave this machine.');
  return warning('tls', {
    message: 'The connection is not encrypted: key and data can be read on the way.',
    remedy: 'Give the service a certificate (service-create asks for one) or a proxy with one, and write https://.',
  });
}

/** Commander tells its version nowhere; its web server's is all there is. */
function versionFinding({ server }: ServiceAnswer): CheckFinding {
  const known = server === undefined ? 'does not say what it is' : `calls itself ${server.slice(0, 80)}`;
  return ok('version', `The service ${known}. leat is made for Commander 18.0.13, which does not tell its version.`);
}

function keyFinding(queue: Settled<ServiceAnswer>, isV1: boolean): CheckFinding {
  if (!('error' in queue)) return ok('api key', 'The service accepts the API key.');
  if (!isV1) return failed('api key', queue.error);
  return warning('api', {
    message: 'Only API v1 is on: every command keeps a connection open until it has ended, and there is no queue.',
    remedy: 'Create the service with the queue on where commands take long (compliance reports, large vaults).',
  });
}

async function sessionFinding(context: SourceContext<KeeperOptions>, client: KeeperClient): Promise<CheckFinding> {
  for (const command of [SYNC_DOWN, ENTERPRISE_DOWN]) {
    // oxlint-disable-next-line no-await-in-loop -- the second only where the first may not be run
    const answer = await settle(() => client.run(command, context));
    if (!('error' in answer)) return ok('session', "The service's session with Keeper lives.");
    if (!answer.error.unavailable) return failed('session', answer.error);
  }
  return warning('session', {
    message:
      'Whether the session with Keeper lives cannot be seen: the key may run neither sync-down nor enterprise-down.',
    remedy: 'Add sync-down to the command list of the key. Without it, an ended session can look like an empty table.',
  });
}

function workerFinding({ value }: ServiceAnswer): CheckFinding {
  if (value['worker_running'] !== false)
    return ok('worker', `The worker runs; ${String(value['queue_size'])} commands wait.`);
  return failed('worker', {
    message: 'The worker of the service has stopped: commands are accepted but never run.',
    remedy: 'Restart Service Mode on the Commander host.',
  });
}

function clockDifference({ date }: ServiceAnswer, now: number): CheckFinding | undefined {
  if (date === undefined) return undefined;
  const seconds = Math.round((date - now) / 1000);
  if (Math.abs(date - now) <= CLOCK_TOLERANCE) return ok('clock', `The clocks differ by ${Math.abs(seconds)} s.`);
  return warning('clock', {
    message: `The clock of the service is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}.`,
    remedy: 'Synchronise the clocks of both machines.',
  });
}

function rateFinding(client: KeeperClient, ratePerMinute: number): CheckFinding {
  const learned = client.learnedLimit;
  if (learned === undefined)
    return ok('rate limit', `At most ${ratePerMinute} requests per minute and endpoint are sent.`);
  return warning('rate limit', {
    message: `The service allows ${learned.count} requests per ${learned.milliseconds / 1000} s and endpoint, and refused some.`,
    remedy: 'Lower ratePerMinute below it, or raise the limit of the service (service-create -rl).',
  });
}
