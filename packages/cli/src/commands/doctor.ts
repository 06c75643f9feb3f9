import { defineCommand, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { examine } from '../doctor/examine.ts';
import { printFindings } from '../findings/print-findings.ts';

/** `leat doctor`: the machine, the working folder, the configuration, then every pipeline's check. */
export const doctor: Command = defineCommand({
  name: 'doctor',
  summary: 'Examine the machine, the working folder and the configuration, then check every pipeline',
  arguments: [{ ...PIPELINE_ARGUMENT, summary: 'One pipeline; all of the project when left out' }],
  options: {},
  examples: ['leat doctor', 'leat doctor keeper --json'],
  async run(context, { arguments: [name] }) {
    const project = await context.openProject();
    return printFindings(context, examine(project, name));
  },
});
