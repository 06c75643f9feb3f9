import type { CheckFinding, LeatError, SourceContext } from '@leat/core';
import { pageCommand } from '../audit/audit-commands.ts';
import type { KeeperClient } from '../client/keeper-client.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { safeCommand } from '../commands/safe-command.ts';
import type { KeeperOptions } from '../keeper-options.ts';
import { ENTERPRISE_NODES, SYNC_DOWN, ENTERPRISE_DOWN } from '../resources/known-commands.ts';
import { isOptional } from '../resources/presets.ts';
import { type ResourceCommands, resourceCommands } from '../resources/resource-commands.ts';
import { failed, ok, settle, warning } from './findings.ts';

/**
 * Finds out which commands the key may run, what the service's user may see, and which resources will work for that.
 *
 * Whether a command is granted shows when it is submitted. It is submitted with a flag that no command has, so that Commander
 * refuses it before it does anything (recorded: `unrecognized arguments`).
 */
export async function* checkCommands(
  context: SourceContext<KeeperOptions>,
  client: KeeperClient,
): AsyncGenerator<CheckFinding, void, void> {
  const { commands, allowUnsafeCommands, preset } = context.options;
  const needs = resourceCommands.filter(({ name }) => !isOptional(name, preset));
  const asked: KeeperCommand[] = [];
  for (const option of commands) {
    // One after the other: the service has one worker, and findings come in the order of the options.
    // oxlint-disable-next-line no-await-in-loop
    const safe = await settle(async () => safeCommand(option.command, allowUnsafeCommands));
    if ('error' in safe) yield failed(`command ${option.name}`, safe.error);
    else asked.push(safe.value);
  }
  const roots = new Map(
    [...needs.flatMap((need) => need.commands), ...asked].map((command) => [command.root, probeOf(command)]),
  );
  const refused = new Map<string, LeatError>();
  for (const [root, probe] of roots) {
    // oxlint-disable-next-line no-await-in-loop
    const granted = await settle(() => client.submit(probe, context));
    if ('error' in granted) refused.set(root, granted.error);
    // What the options name is missed; what a preset names is skipped.
    const isAsked = asked.some((command) => command.root === root);
    if (!('error' in granted)) yield ok(`command ${root}`, `The key may run "${root}".`);
    else yield (isAsked ? failed : warning)(`command ${root}`, granted.error);
  }
  for (const command of [SYNC_DOWN, ENTERPRISE_DOWN]) {
    // oxlint-disable-next-line no-await-in-loop
    const granted = await settle(() => client.submit(command, context));
    yield 'error' in granted
      ? stale(command.root, granted.error)
      : ok(`command ${command.root}`, `The key may run "${command.root}".`);
  }
  yield* checkResources(context, client, needs, refused);
}

/** One finding for what will work, and one for each resource that will not. */
async function* checkResources(
  context: SourceContext<KeeperOptions>,
  client: KeeperClient,
  needs: readonly ResourceCommands[],
  refused: ReadonlyMap<string, LeatError>,
): AsyncGenerator<CheckFinding, void, void> {
  const lacking = new Map(refused);
  const now = Math.floor(context.clock.now() / 1000);
  // Cheap commands that stand for those with the same privilege; reports with an add-on are too dear to try.
  for (const [root, probe] of [
    ['enterprise-info', ENTERPRISE_NODES],
    ['audit-report', pageCommand({ from: now - 1, to: now })],
  ] as const) {
    const isNeeded = needs.some(({ commands }) => commands.some((command) => command.root === root));
    if (!isNeeded || lacking.has(root)) continue;
    // oxlint-disable-next-line no-await-in-loop
    const answer = await settle(() => client.run(probe, context));
    if ('error' in answer) lacking.set(root, answer.error);
    yield 'error' in answer
      ? warning(`privilege ${root}`, answer.error)
      : ok(`privilege ${root}`, `The service's user may run "${root}".`);
  }
  const works: string[] = [];
  for (const { name, commands } of needs) {
    const reason = commands.map(({ root }) => lacking.get(root)).find((error) => error !== undefined);
    if (reason === undefined) works.push(name);
    else
      yield warning(`resource ${name}`, {
        message: `"${name}" will be skipped: ${reason.message}`,
        remedy: reason.remedy,
      });
  }
  if (works.length > 0) yield ok('resources', `These will work, add-ons of the licence provided: ${works.join(', ')}.`);
}

function probeOf({ root, label }: KeeperCommand): KeeperCommand {
  return { line: `${root} --leat-check`, root, label };
}

function stale(root: string, { message, remedy }: LeatError): CheckFinding {
  return warning(`command ${root}`, { message: `${message} Rows may be as old as the service's cache.`, remedy });
}
