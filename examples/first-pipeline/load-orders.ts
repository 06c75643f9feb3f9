import { definePipeline, defineResource, type RunReport } from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { kyselyOf } from '@leat/sql';

/** An order as the shop sends it; the list inside becomes a table of its own. */
interface Order {
  readonly id: number;
  readonly placedAt: string;
  readonly customer: { readonly name: string };
  readonly items: readonly { readonly sku: string; readonly count: number; readonly price: string }[];
}

const ORDERS: readonly Order[] = [
  {
    id: 1,
    placedAt: '2024-05-01T09:30:00Z',
    customer: { name: 'Ada' },
    items: [
      { sku: 'pump', count: 2, price: '19.90' },
      { sku: 'hose', count: 1, price: '7.50' },
    ],
  },
  {
    id: 2,
    placedAt: '2024-05-02T14:00:00Z',
    customer: { name: 'Grace' },
    items: [{ sku: 'valve', count: 5, price: '3.20' }],
  },
];

/** Orders that are new since the last run: `state` remembers the last id, and moves with the rows or not at all. */
const orders = defineResource({
  name: 'orders',
  primaryKey: 'id',
  *rows({ state }): Iterable<Order[]> {
    const last = typeof state['lastId'] === 'number' ? state['lastId'] : 0;
    const page = ORDERS.filter(({ id }) => id > last);
    state['lastId'] = page.at(-1)?.id ?? last;
    yield page;
  },
});

/** What was loaded, as the destination stores it; names are as leat makes them. */
interface Tables {
  readonly orders: { readonly id: bigint; readonly customer__name: string; readonly _leat_id: string };
  readonly orders__items: { readonly sku: string; readonly count: bigint; readonly _leat_parent_id: string };
}

/** Loads the orders into a DuckDB file in `folder`, and counts the pieces of every customer. */
export async function loadOrders(
  folder: string,
): Promise<{ readonly report: RunReport; readonly pieces: Readonly<Record<string, number>> }> {
  const pipeline = definePipeline({
    source: orders,
    destination: duckdb({ path: `${folder}/shop.duckdb` }),
    dataset: 'shop',
    workDir: `${folder}/.leat`,
  });
  const report = await pipeline.run();

  await using dataset = await pipeline.open();
  const rows = await kyselyOf<Tables>(dataset)
    .selectFrom('orders')
    .innerJoin('orders__items', 'orders__items._leat_parent_id', 'orders._leat_id')
    .select(({ fn }) => ['orders.customer__name as customer', fn.sum('orders__items.count').as('pieces')])
    .groupBy('orders.customer__name')
    .execute();
  return { report, pieces: Object.fromEntries(rows.map(({ customer, pieces }) => [customer, Number(pieces)])) };
}
