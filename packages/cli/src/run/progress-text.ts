import { formatCount, formatWait, plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';
import type { RunProgress } from './run-progress.ts';

/** One line about where a run stands: rows per resource, requests, and what it waits for. */
export function progressText(progress: RunProgress, now: number): string {
  const { files, rows } = progress.loaded;
  const loaded = files === 0 ? [] : [`${formatCount(rows)} rows loaded`];
  if (progress.phase === 'load') return ['load', plural(files, 'file'), ...loaded].join(' · ');
  const resources = [...progress.resources].map(
    ([name, resource]) => `${sanitise(name)} ${formatCount(resource.rows)}${resource.done ? ' ✔' : ''}`,
  );
  const requests = progress.requests === 0 ? [] : [plural(progress.requests, 'request')];
  return [
    ['extract', ...resources].join(' · ').replace(' · ', '  '),
    ...requests,
    ...loaded,
    ...waits(progress, now),
  ].join(' · ');
}

/** Waits that are still on, each with what is left of it. */
function waits(progress: RunProgress, now: number): readonly string[] {
  return [...progress.resources].flatMap(([name, { wait }]) =>
    wait === undefined || wait.until <= now
      ? []
      : [`${sanitise(name)} waits ${formatWait(wait.until - now)}: ${sanitise(wait.reason)}`],
  );
}
