import { definePipeline } from '@leat/core';
import { expect, test } from 'vitest';
import { CLOCK, DEFINE_PIPELINE, LOGGER, openProject, PIPELINES, provide, resolve, token } from '../src/index.ts';
import { projectFolder } from './project-folder.ts';
// Behind the package itself, which brings the reflection API tsyringe asks for.
import { container as root } from 'tsyringe';

test('a child container replaces a part for everything resolved in it, and the parent keeps its own', async () => {
  const folder = await projectFolder({
    'own.mjs': 'export default [{ kind: "resource", definition: { name: "rows", rows: [] } }];',
  });
  const config = { destination: './to.mjs', pipelines: { own: { source: './own.mjs' } } };
  const to = `export default { kind: 'configured-destination', plugin: { kind: 'destination', name: 'to', apiVersion: 1 }, options: {} };`;
  const project = await projectFolder({
    'leat.config.json': JSON.stringify(config),
    'to.mjs': to,
    'own.mjs': `export { default } from '${folder}/own.mjs';`,
  });
  const { container } = await openProject({ folder: project });
  const before = resolve(container, PIPELINES);
  const child = container.createChildContainer();
  const seen: unknown[] = [];
  const clock = { now: () => 42 };
  provide(child, CLOCK, () => clock);
  provide(child, DEFINE_PIPELINE, () => (definition) => {
    seen.push(definition.clock);
    return definePipeline(definition);
  });
  await resolve(child, PIPELINES).create('own');
  expect(seen).toEqual([clock]);
  expect(resolve(container, CLOCK)).not.toBe(clock);
  expect(resolve(container, PIPELINES)).toBe(before);
});

test('two projects in one process share nothing, and the global container stays empty', async () => {
  const first = await openProject({ folder: await projectFolder() });
  const second = await openProject({ folder: await projectFolder() });
  expect(resolve(first.container, PIPELINES)).not.toBe(resolve(second.container, PIPELINES));
  expect(root.isRegistered(LOGGER.key)).toBe(false);
});

test('a token nobody provided is an error, not undefined', async () => {
  const { container } = await openProject({ folder: await projectFolder() });
  expect(() => resolve(container, token('nobody'))).toThrow('nobody');
});
