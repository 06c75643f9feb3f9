import type { PipelinePlan, SchemaChange } from '@leat/core';
import { isDecision } from '../exit-codes.ts';
import { columnType } from '../schema/column-type.ts';
import { displayWidth, pad } from '../terminal/display-width.ts';
import { formatCount, plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';

/** Signs of a plan: something is added, something that is there changes, a policy, somebody is asked. */
export type PlanSign = '+' | '~' | '=' | '!';

interface PlanLine {
  readonly sign: PlanSign;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
}

/** A plan for people; `mark` styles the sign of each line. */
export function planLines(plan: PipelinePlan, mark: (sign: PlanSign) => string): readonly string[] {
  const { destination, dataset } = plan;
  const lines = plan.changes.flatMap((change) => changeLines(change));
  const width = Math.max(0, ...lines.map(({ subject }) => displayWidth(subject)));
  return [
    `destination  ${sanitise(`${destination.name}  ${destination.location} · ${dataset}`)}`,
    ...lines.map(({ sign, kind, subject, text }) =>
      `  ${mark(sign)} ${kind.padEnd(6)}  ${pad(subject, width)}  ${text}`.trimEnd(),
    ),
    ...plan.decisions.flatMap(({ resource, error }) => [
      `  ${mark('!')} ${isDecision(error) ? 'needs a decision' : 'cannot be read'}: ${sanitise(resource)}  ${sanitise(error.code)}  ${sanitise(error.message)}`,
      `    → ${sanitise(error.remedy)}`,
    ]),
    ...plan.warnings.map(
      ({ code, count, table, message }) =>
        `  ${mark('!')} ${sanitise(table)}: ${sanitise(message)} (${formatCount(count)} × ${sanitise(code)})`,
    ),
    summary(plan),
  ];
}

/** The statements of a plan, to be kept or run by hand; what needs a decision stands before them as a comment. */
export function planStatements({ changes, statements, decisions, destination }: PipelinePlan): readonly string[] {
  const none = changes.length > 0 && statements.length === 0;
  return [
    ...decisions.map(
      ({ resource, error }) => `-- ! ${sanitise(resource)}: ${sanitise(error.code)} ${sanitise(error.message)}`,
    ),
    ...(none ? [`-- ${sanitise(destination.name)} has no statements to show`] : []),
    ...statements.map((statement) => `${sanitise(statement)};`),
  ];
}

function summary({ changes, decisions, sampledRows }: PipelinePlan): string {
  const unread = decisions.filter(({ error }) => !isDecision(error)).length;
  const undecided = decisions.length - unread;
  return [
    changes.length === 0 ? 'no changes' : plural(changes.length, 'change'),
    ...(undecided === 0 ? [] : [`${formatCount(undecided)} to decide about`]),
    ...(unread === 0 ? [] : [`${plural(unread, 'resource')} not read`]),
    `from a sample of ${plural(sampledRows, 'row')}`,
  ].join(', ');
}

function changeLines(change: SchemaChange): readonly PlanLine[] {
  switch (change.kind) {
    case 'create-table': {
      const { name, columns, parent, policies = [] } = change.table;
      const child = parent === undefined ? '' : `   (child of ${sanitise(parent)})`;
      return [
        { sign: '+', kind: 'table', subject: sanitise(name), text: `${plural(columns.length, 'column')}${child}` },
        ...policies.map(({ path, action }): PlanLine => ({
          sign: '=',
          kind: 'policy',
          subject: sanitise(`${name}.${path}`),
          text: sanitise(action),
        })),
      ];
    }
    case 'add-columns':
      return change.columns.map((column) => ({
        sign: '+',
        kind: 'column',
        subject: sanitise(`${change.table}.${column.name}`),
        text: `${columnType(column)}${column.variantOf === undefined ? '' : `   (variant of ${sanitise(column.variantOf)})`}`,
      }));
    case 'widen-column':
      return [
        {
          sign: '~',
          kind: 'widen',
          subject: sanitise(`${change.table}.${change.column.name}`),
          text: `${columnType(change.from)} → ${columnType(change.column)}`,
        },
      ];
    case 'relax-null':
      return [
        {
          sign: '~',
          kind: 'relax',
          subject: sanitise(`${change.table}.${change.column.name}`),
          text: 'may be null from now on',
        },
      ];
  }
}
