import type { AnyResource, ColumnHint } from '@leat/core';
import { type BuiltInName, isOptional, type Preset, PRESETS } from '../../src/resources/presets.ts';
import { resourceCommands } from '../../src/resources/resource-commands.ts';

const HEADER = `# Tables of Keeper

Every table of the [Keeper source](../packages/source-keeper/README.md): the commands behind it, what the service's user needs for it, its key and its
columns. This page is generated from the code, and a test holds it to the code.

- **Command** is the line as it is sent. The command list of the API key needs its first word, and that of each further line.
- **Cache**: what the commands answer from is refreshed by this command before, once per run.
- **Needs**: what the service's user must have; a resource that needs more than it has is skipped, with the reason in the report.
- **Presets**: those that read it where no resource is named.
- Columns have the names that Commander gives them; in a destination they follow its naming convention (\`securityScore\` becomes \`security_score\`,
  \`2fa_enabled\` becomes \`_2fa_enabled\`). A list becomes a table of its own, named after both: \`users__roles\`.
- **Class** is the data class that policies go by. No column has the class \`secret\`: what could hold one is not asked for, and a cell that is not in these
  tables is dropped.
`;

/** Resources that are a request and no command. */
const REQUESTS: Readonly<Partial<Record<BuiltInName, string>>> = {
  queue_status: 'GET /api/v2/queue/status',
  health: 'GET /health',
  status: 'GET /api/v2/status/<id>',
  result: 'GET /api/v2/result/<id>',
};

/** Prints all resources as a page. */
export function resourcesPage(resources: readonly AnyResource[]): string {
  const summary = table(
    ['table', 'presets', 'what it holds'],
    resources.map(({ definition: { name, description = '' } }) => [
      `[\`${name}\`](#${name})`,
      presetsOf(name),
      description,
    ]),
  );
  return [HEADER, summary, ...resources.map((resource) => sectionOf(resource))].join('\n');
}

function presetsOf(name: string): string {
  // The source is made without commands of the options, so that all names are built in.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return PRESETS.filter((preset: Preset) => !isOptional(name as BuiltInName, preset)).join(', ');
}

function sectionOf({ definition }: AnyResource): string {
  const { name, description = '', primaryKey = [], columns = {}, dataClasses = {} } = definition;
  const hints = Object.entries<ColumnHint | undefined>(columns);
  // What lists hold has a class by its path, and no column of this table.
  const inner = Object.entries(dataClasses).filter(([path]) => !(path in columns));
  const rows = [
    ...hints.map(([column, hint]) => [
      `\`${column}\``,
      `${hint?.dataType ?? 'list'}${hint?.nullable === false ? ', never null' : ''}`,
      dataClasses[column] ?? '',
      hint?.description ?? '',
    ]),
    ...inner.map(([path, dataClass]) => [`\`${path}\``, 'in the list', dataClass ?? '', '']),
  ];
  const keys = (typeof primaryKey === 'string' ? [primaryKey] : primaryKey).map((key) => `\`${key}\``);
  const facts = [
    ...commandFacts(name),
    `Presets: ${presetsOf(name) || 'none, only where it is asked for by name'}`,
    `Written by: ${writeOf(definition.write)}`,
    `Primary key: ${keys.join(', ') || 'none'}`,
  ];
  const list = facts.map((fact) => `- ${fact}`).join('\n');
  return `## ${name}\n\n${description}\n\n${list}\n\n${table(['column', 'type', 'class', 'what it is'], rows)}`;
}

function commandFacts(name: string): readonly string[] {
  const found = resourceCommands.find((candidate) => candidate.name === name);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const request = REQUESTS[name as BuiltInName];
  if (found === undefined) return [`Request: \`${request ?? ''}\``, 'Needs: the API key'];
  const privileges = new Set(found.commands.flatMap(({ privilege }) => privilege ?? []));
  return [
    ...found.commands.map(
      ({ line }, index) =>
        `${index === 0 ? 'Command' : 'And'}: \`${line.replace('between 0 and 0', 'between … and …')}\``,
    ),
    ...(found.refresh === undefined ? [] : [`Cache: \`${found.refresh.line}\``]),
    `Needs: ${[...privileges].join(', and ') || "nothing but the user's own vault"}`,
  ];
}

function writeOf(write: AnyResource['definition']['write']): string {
  if (write === undefined) return 'append';
  return typeof write === 'string' ? write : `${write.disposition}, ${write.strategy}`;
}

/** A table with even columns, as the formatter leaves it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, index) => Math.max(3, ...[head, ...rows].map((row) => (row[index] ?? title).length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return `${[line(head), rule, ...rows.map((row) => line(row))].join('\n')}\n`;
}
