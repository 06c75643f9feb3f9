import { parseArguments } from './arguments.ts';
import type { Clock } from './clock.ts';
import { splitCommandLine } from './command-line.ts';
import { asksForJson, resultOfException, resultOfInvalidJson, resultOfOutput } from './command-result.ts';
import type { CommandResult } from './command-result.ts';
import { ArgumentsRefused, CommandError, NeverEnds, WorkerDies } from './command.ts';
import type { Command, CommandContext, CommandOutput } from './command.ts';
import { resolveCommand } from './commands/registry.ts';
import type { CommandFault, FaultPlan } from './faults.ts';
import { failedLoginText } from './keeper-session.ts';
import type { KeeperSession } from './keeper-session.ts';
import { resultOfText } from './text-result.ts';
import { indexOf } from './vault-index.ts';

const notAdministrator = 'This command is restricted to Keeper Enterprise administrators.';
const notMsp = [
  'This command is restricted to Keeper MSP administrators logged in to MSP Company.',
  'If you are an MSP administrator then try to run `switch-to-msp` command before executing this command.',
].join('\n');

/** What {@link runCommand} needs to know of the service. */
export interface CommandEnvironment {
  readonly session: KeeperSession;
  readonly clock: Clock;
  readonly faults: FaultPlan;
  readonly utcOffsetMinutes: number;
  /** Milliseconds that the command takes. */
  readonly latency: (command: string) => number;
  /** Ends every waiting when the process ends. */
  readonly signal: AbortSignal;
}

/** Runs one command line to its result, with the failures that were ordered for it. */
export async function runCommand(
  line: string,
  environment: CommandEnvironment,
): Promise<CommandResult | 'worker-died' | 'never-ends'> {
  const { clock, session, signal } = environment;
  const fault = environment.faults.takeForCommand(line);
  const wait = environment.latency(line) + waitOf(fault);
  if (wait > 0) await clock.sleep(wait, signal);
  const early = resultOfFault(line, fault, environment);
  if (early !== undefined) return early;
  session.begin(fault);
  try {
    return resultOfOutput(line, execute(line, environment), session.log);
  } catch (error) {
    if (error instanceof NeverEnds) return 'never-ends';
    if (error instanceof WorkerDies) return 'worker-died';
    if (error instanceof ArgumentsRefused) return refusedArguments(line, error.message);
    if (error instanceof CommandError) return resultOfException(error);
    throw error;
  }
}

function waitOf(fault: CommandFault | undefined): number {
  if (fault?.kind === 'slow') return fault.milliseconds;
  return fault?.kind === 'throttled-then-ok' ? (fault.milliseconds ?? 0) : 0;
}

function resultOfFault(
  line: string,
  fault: CommandFault | undefined,
  { session }: CommandEnvironment,
): CommandResult | 'worker-died' | 'never-ends' | undefined {
  if (fault?.kind === 'worker-dies') return 'worker-died';
  if (fault?.kind === 'never-ends') return 'never-ends';
  if (fault?.kind === 'invalid-json') return resultOfInvalidJson(line);
  if (fault?.kind === 'result') return { status: fault.status, body: fault.body };
  if (fault?.kind === 'message-only') {
    const [first = ''] = line.split(' ');
    return {
      status: 200,
      body: { status: 'success', command: first, message: fault.message, data: null },
    };
  }
  if (fault?.kind === 'session-gone' || session.login === 'gone') {
    return resultOfText(line, failedLoginText(indexOf(session.enterprise).service));
  }
  return undefined;
}

function execute(line: string, environment: CommandEnvironment): CommandOutput {
  if (/[\r\n\0]/.test(line)) {
    return {
      kind: 'log',
      text: 'Invalid command: control characters are not allowed in command input.',
    };
  }
  const { session, clock, utcOffsetMinutes } = environment;
  const words = splitCommandLine(line);
  const resolved = resolveCommand(words);
  if (resolved.kind === 'group') return { kind: 'text', text: helpText(words[0] ?? '', resolved.members) };
  if (resolved.kind === 'unknown') return { kind: 'text', text: `Unknown command: ${words[0] ?? ''}` };
  const { command, rest } = resolved;
  const given = parseArguments(command.arguments ?? {}, rest);
  if (command.restrictedTo === 'msp' && !session.account.msp) return { kind: 'log', text: notMsp };
  if (command.restrictedTo === 'enterprise' && !session.account.enterpriseAdministrator) {
    return { kind: 'log', text: notAdministrator };
  }
  const context: CommandContext = {
    session,
    now: clock.now(),
    utcOffsetMinutes,
    json: asksForJson(line),
  };
  return command.run(given, context);
}

function refusedArguments(line: string, message: string): CommandResult {
  return resultOfText(line, message);
}

function helpText(group: string, members: readonly Command[]): string {
  const width = Math.max(20, ...members.map((member) => member.name.length - group.length - 1));
  const entry = (name: string, summary: string): string => `${name.padEnd(width)}  ${summary}`;
  return [
    `${group} command [--options]`,
    entry('Command', 'Description'),
    entry('-'.repeat(width), '-'.repeat(60)),
    ...members.map((member) => entry(member.name.slice(group.length + 1), member.summary)),
  ].join('\n');
}
