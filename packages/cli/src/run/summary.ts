import type { RunReport } from '@leat/core';
import { displayWidth, pad } from '../terminal/display-width.ts';
import { formatBytes, formatCount, formatSeconds, formatWait, plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';
import type { WaitTotal } from './run-progress.ts';

/** More resources than this are counted instead of named. */
const MAX_NAMED = 8;

/** The lines that end a run: what was read, what was loaded, the packages. Without colours; `mark` styles the first sign. */
export function summaryLines(
  report: RunReport,
  waits: readonly WaitTotal[],
  mark: (sign: '✔' | '✖' | '!') => string,
): readonly string[] {
  const { resources, loads, destination, seconds } = report;
  const failed = resources.filter(({ status }) => status === 'failed');
  const extracted = resourceText(resources.filter(({ status }) => status !== 'failed' && status !== 'skipped'));
  const loaded = loadText(report);
  const width = Math.max(displayWidth(extracted), displayWidth(loaded)) + 2;
  return [
    `${mark(failed.length > 0 ? '!' : '✔')} extract    ${pad(extracted, width)}${formatSeconds(seconds.extract).padStart(9)}${requestText(report, waits)}`,
    `${mark('✔')} load       ${pad(loaded, width)}${formatSeconds(seconds.load).padStart(9)}`,
    ...failed.map(
      ({ name, error }) =>
        `${mark('✖')} ${sanitise(name)}: ${sanitise(error?.code ?? '')} ${sanitise(firstLine(error?.message))} → ${sanitise(error?.remedy ?? '')}`,
    ),
    ...skippedLines(resources).map((line) => `${mark('!')} ${line}`),
    ...report.warnings.map(
      ({ code, count, table, message }) =>
        `${mark('!')} ${sanitise(table)}: ${sanitise(message)} (${formatCount(count)} × ${sanitise(code)})`,
    ),
    // The next two are what dlt prints; scripts that watch for them keep working.
    `Pipeline ${sanitise(report.pipeline)} load step completed in ${seconds.total.toFixed(2)} seconds`,
    ...loads.map(({ loadId }) => `Load package ${sanitise(loadId)} is LOADED and contains no failed jobs`),
    ...(loads.length === 0 ? [`Nothing new to load into ${sanitise(destination.name)}`] : []),
  ];
}

/** A command to type next: a query of the largest table that was loaded. */
export function nextStep(report: RunReport, pipelineFlag: boolean): string | undefined {
  const rows = new Map<string, number>();
  for (const { receipt } of report.loads) {
    for (const [table, { loaded }] of Object.entries(receipt.tables)) rows.set(table, (rows.get(table) ?? 0) + loaded);
  }
  // Only a name that needs no quotes anywhere goes into a command for people to copy.
  const [table] = [...rows].filter(([name]) => /^[a-z][a-z0-9_]*$/.test(name)).toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (table === undefined) return undefined;
  const flag = pipelineFlag && /^[\w-]+$/.test(report.pipeline) ? ` --pipeline ${report.pipeline}` : '';
  return `next: leat query "select count(*) from ${table}"${flag}`;
}

/** One line for each reason: a missing privilege takes many resources with it. */
function skippedLines(resources: RunReport['resources']): readonly string[] {
  const skipped = resources.filter(({ status }) => status === 'skipped');
  return [...Map.groupBy(skipped, ({ reason }) => reason ?? '')].map(([reason, group]) => {
    const names = group.map(({ name }) => sanitise(name)).join(', ');
    return `${names} ${group.length === 1 ? 'was' : 'were'} skipped: ${sanitise(reason)}`;
  });
}

function resourceText(resources: RunReport['resources']): string {
  const named = resources.slice(0, MAX_NAMED).map(({ name, rows }) => `${sanitise(name)} ${formatCount(rows)}`);
  const rest = resources.slice(MAX_NAMED);
  const more =
    rest.length === 0
      ? []
      : [`${formatCount(rest.length)} more ${formatCount(rest.reduce((sum, { rows }) => sum + rows, 0))}`];
  return named.length === 0 ? 'nothing' : [...named, ...more].join(' · ');
}

function loadText({ loads, destination }: RunReport): string {
  const tables = new Set(loads.flatMap(({ receipt }) => Object.keys(receipt.tables)));
  const rows = loads
    .flatMap(({ receipt }) => Object.values(receipt.tables))
    .reduce((sum, { loaded }) => sum + loaded, 0);
  const bytes = loads.flatMap(({ receipt }) => receipt.files).reduce((sum, file) => sum + file.bytes, 0);
  const where = sanitise([destination.name, destination.location].filter((part) => part !== '').join(' '));
  return [where, plural(tables.size, 'table'), plural(rows, 'row'), formatBytes(bytes)].join(' · ');
}

function requestText({ resources }: RunReport, waits: readonly WaitTotal[]): string {
  const requests = resources.reduce((sum, resource) => sum + resource.requests, 0);
  const parts = [
    ...(requests === 0 ? [] : [plural(requests, 'request')]),
    ...waits.map(
      ({ reason, count, milliseconds }) =>
        `${formatCount(count)} × ${sanitise(reason)} waited ${formatWait(milliseconds)}`,
    ),
  ];
  return parts.length === 0 ? '' : `  (${parts.join(', ')})`;
}

function firstLine(text: string | undefined): string {
  return text?.split('\n')[0] ?? '';
}
