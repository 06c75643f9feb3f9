import { defineCommand, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { printFindings } from '../findings/print-findings.ts';

/** `leat check`: configuration, credentials and permissions, without loading anything. */
export const check: Command = defineCommand({
  name: 'check',
  summary: 'Check configuration, credentials and permissions without loading anything',
  arguments: [PIPELINE_ARGUMENT],
  options: {},
  examples: ['leat check', 'leat check keeper --json'],
  async run(context, { arguments: [name] }) {
    const pipelines = await openPipelines(context);
    return printFindings(context, pipelines.check(name, new AbortController().signal));
  },
});
