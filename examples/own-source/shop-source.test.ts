import { definePipeline } from '@leat/core';
import { memoryDestination } from '@leat/testkit';
import { describeSource } from '@leat/testkit/vitest';
import { afterAll, expect, test } from 'vitest';
import shop from './shop-source.ts';
import { startShop } from './start-shop.ts';

const running = await startShop();
afterAll(() => running[Symbol.asyncDispose]());

describeSource({ plugin: shop, options: { baseUrl: running.url, pageSize: 50 } });

test('orders are loaded once, with every digit of their ids', async () => {
  const workDir = `.leat/own-source-${process.pid}`;
  const pipeline = definePipeline({
    source: shop({ baseUrl: running.url }),
    destination: memoryDestination(),
    workDir,
  });
  await pipeline.run();
  await pipeline.run();
  await using dataset = await pipeline.open();
  const ids = (await Array.fromAsync(dataset.rows('orders'))).map(({ id }) => BigInt(id));
  expect(ids).toHaveLength(250);
  expect(ids).toContain(9_007_199_254_740_993n);
});
