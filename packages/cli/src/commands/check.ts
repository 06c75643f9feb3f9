import type { PipelineFinding } from '@leat/runtime';
import { defineCommand, type Command } from '../command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { sanitise } from '../terminal/sanitise.ts';

const MARKS = { ok: '✔', warning: '!', failed: '✖' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', failed: 'red' } as const;

/** `leat check`: configuration, credentials and permissions, without loading anything. */
export const check: Command = defineCommand({
  name: 'check',
  summary: 'Check configuration, credentials and permissions without loading anything',
  arguments: [{ name: 'pipeline', summary: 'A pipeline of the project, or a source; the only pipeline when left out' }],
  options: {},
  examples: ['leat check', 'leat check keeper --json'],
  async run(context, { arguments: [name] }) {
    const { output } = context;
    const project = await context.openProject();
    const { PIPELINES, resolve } = await import('@leat/runtime');
    const findings: PipelineFinding[] = [];
    for await (const finding of resolve(project.container, PIPELINES).check(name, new AbortController().signal)) {
      findings.push(finding);
      const { subject, status, message, remedy } = finding;
      await output.line(
        `${output.style(COLOURS[status], MARKS[status])} ${subject} ${sanitise(finding.name)}: ${sanitise(message)}`,
      );
      if (remedy !== undefined) await output.line(`  → ${sanitise(remedy)}`);
    }
    const failed = findings.some(({ status }) => status === 'failed');
    await output.object({ version: 1, ok: !failed, findings });
    return failed ? EXIT_CODES.configuration : EXIT_CODES.done;
  },
});
