import { ConfigError } from '../errors/leat-error.ts';
import type { RunWindow } from '../extract/cursor/cursor-bounds.ts';
import { planReadings, replaces } from '../extract/reading-tree.ts';
import { hasCursor } from '../extract/row-gate.ts';
import type { AnyResource } from '../source/resource.ts';
import type { RunOptions } from './pipeline.ts';

/** What a run reads, and how. */
export interface ReadPlan {
  readonly resources: readonly AnyResource[];
  /** Resources that a window cannot be asked of, and why. */
  readonly skipped: readonly { readonly resource: AnyResource; readonly reason: string }[];
  /** Takes the place of the cursors; set, no state is changed. */
  readonly window: RunWindow | undefined;
  /** Names of resources whose state is forgotten and whose tables are loaded anew. */
  readonly refresh: ReadonlySet<string>;
}

/**
 * Decides what the options of a run mean for the resources that were selected.
 *
 * @throws ConfigError `LEAT_RUN_OPTIONS` for options that contradict each other, `LEAT_BACKFILL_UNSUPPORTED` for a resource
 * that was asked for by name and has no window, `LEAT_UNKNOWN_RESOURCE` for a resource to refresh that is not read,
 * `LEAT_TRANSFORMER_CYCLE` for one that is made of itself.
 */
export function planReading(selected: readonly AnyResource[], options: RunOptions): ReadPlan {
  // Only to find cycles before anything is opened.
  planReadings(selected, () => ({}));
  const { from, to, fullRefresh = false, resources: names } = options;
  const refresh = refreshed(selected, fullRefresh);
  if (from === undefined && to === undefined) return { resources: selected, skipped: [], window: undefined, refresh };
  if (refresh.size > 0)
    throw contradiction('A window and a full refresh cannot be had in one run: the tables would hold the window only.');
  const window = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const judged = selected.map((resource) => ({ resource, reason: refusal(resource) }));
  const skipped = judged.flatMap(({ resource, reason }) => (reason === undefined ? [] : [{ resource, reason }]));
  const [first] = skipped;
  if (first !== undefined && (names !== undefined || skipped.length === selected.length))
    throw noWindow(first.resource, first.reason);
  return {
    resources: judged.filter(({ reason }) => reason === undefined).map(({ resource }) => resource),
    skipped,
    window,
    refresh,
  };
}

function refreshed(selected: readonly AnyResource[], choice: boolean | readonly string[]): ReadonlySet<string> {
  const names = selected.map(({ definition }) => definition.name);
  if (typeof choice === 'boolean') return new Set(choice ? names : []);
  for (const name of choice) if (!names.includes(name)) throw notRead(name, names);
  return new Set(choice);
}

/** Why a window cannot be asked of a resource. */
function refusal(resource: AnyResource): string | undefined {
  if (!hasCursor(resource)) return 'it has no cursor (incremental), and is not made of a resource that has one';
  return replaces(resource) ? 'it replaces its table, which would hold the window only' : undefined;
}

function noWindow({ definition: { name } }: AnyResource, reason: string): ConfigError {
  return new ConfigError(`Resource "${name}" cannot be loaded for a window: ${reason}.`, {
    code: 'LEAT_BACKFILL_UNSUPPORTED',
    recoverability: 'terminal',
    remedy: 'Leave the resource out of this run, or load it as a whole without --from and --to.',
    details: { resource: name },
  });
}

function contradiction(message: string): ConfigError {
  return new ConfigError(message, {
    code: 'LEAT_RUN_OPTIONS',
    recoverability: 'terminal',
    remedy: 'Do one after the other: first the full refresh, then the window.',
  });
}

function notRead(name: string, known: readonly string[]): ConfigError {
  return new ConfigError(`Resource "${name}" is to be refreshed, but is not read by this run.`, {
    code: 'LEAT_UNKNOWN_RESOURCE',
    recoverability: 'terminal',
    remedy: `Choose among: ${known.join(', ')}. An optional resource has to be selected too.`,
    details: { resource: name },
  });
}
