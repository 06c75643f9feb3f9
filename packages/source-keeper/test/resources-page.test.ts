import { expect, it } from 'vitest';
import { resourceCommands } from '../src/resources/resource-commands.ts';
import { RESOURCE_NAMES } from '../src/resources/presets.ts';
import { resourcesPage } from './support/resources-page.ts';
import { startSource } from './support/source-run.ts';

it('the page of the tables says what the code does; vitest -u writes it anew', async () => {
  const { resources } = await startSource({}, { preset: 'full' });
  await expect(resourcesPage(resources)).toMatchFileSnapshot('../../../docs/keeper-resources.md');
});

it('every resource has its commands on record, but those that are requests', () => {
  const requests = ['queue_status', 'health', 'status', 'result'];
  expect([...resourceCommands.map(({ name }) => name), ...requests].toSorted()).toEqual([...RESOURCE_NAMES].toSorted());
});

it('what a resource sends is what its record says', async () => {
  for (const { name, commands, refresh } of resourceCommands) {
    // oxlint-disable no-await-in-loop -- a service of its own for each
    const run = await startSource({ vault: { records: 40, users: 12 } }, { preset: 'metadata' });
    await run.read(name);
    const sent = run.simulator.control.statistics.commands.map((line) => line.split(' ', 1)[0]);
    // oxlint-enable no-await-in-loop
    const canaries = new Set(['sync-down', 'enterprise-down']);
    const named = [...commands, ...(refresh === undefined ? [] : [refresh])].map(({ root }) => root);
    expect([name, [...new Set(sent)].filter((root) => !canaries.has(root ?? '')).toSorted()]).toEqual([
      name,
      [...new Set(named)].filter((root) => !canaries.has(root)).toSorted(),
    ]);
    if (refresh !== undefined) expect([name, sent.includes(refresh.root)]).toEqual([name, true]);
  }
});
