import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadOrders } from './load-orders.ts';

test('the first run loads the orders, the second finds nothing new', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leat-first-pipeline-'));
  try {
    const first = await loadOrders(folder);
    expect(first.pieces).toEqual({ Ada: 3, Grace: 5 });
    expect(first.report.loads[0]?.receipt.tables['orders__items']?.inserted).toBe(3);
    const second = await loadOrders(folder);
    expect(second.pieces).toEqual(first.pieces);
    expect(second.report.loads).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
