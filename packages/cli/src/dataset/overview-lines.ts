import { formatCount, plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';
import type { Overview } from './overview.ts';

/** More resources than this are counted instead of named. */
const MAX_NAMED = 8;

/** An overview for people. */
export function overviewLines({
  pipeline,
  destination,
  dataset,
  schema,
  state,
  lastLoad,
  local,
}: Overview): readonly string[] {
  const named = state.slice(0, MAX_NAMED).map(({ resource, version }) => `${resource} (${formatCount(version)})`);
  const more = state.length > MAX_NAMED ? [`${formatCount(state.length - MAX_NAMED)} more`] : [];
  const load =
    lastLoad === null ? 'none' : `${lastLoad.loadId} · ${lastLoad.committedAt} · ${plural(lastLoad.rows, 'row')}`;
  const stored =
    schema === null ? 'none' : `${schema.name} · version ${schema.version} · ${plural(schema.tables, 'table')}`;
  const packages = [
    `${formatCount(local.pendingPackages.length)} pending`,
    `${formatCount(local.loadedPackages)} loaded`,
    `${plural(local.quarantinedRows, 'row')} set aside`,
  ];
  const rows: readonly (readonly [string, string])[] = [
    ['pipeline', pipeline],
    ['destination', `${destination.name} ${destination.location}`],
    ['dataset', dataset],
    ['schema', stored],
    ['state', state.length === 0 ? 'none' : [...named, ...more].join(' · ')],
    ['last load', load],
    ['packages', packages.join(' · ')],
  ];
  return rows.map(([label, text]) => `${label.padEnd(11)}  ${sanitise(text)}`);
}
