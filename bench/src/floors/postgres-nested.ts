import type { FloorTimes } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import { nestedPages, type Order } from '../workloads/nested.ts';
import { CopiedTable } from './copied-table.ts';
import { csvText } from './csv-file.ts';

const ORDERS = {
  row_id: 'bigint',
  number: 'bigint',
  placed_at: 'timestamptz',
  note: 'text',
  customer__id: 'bigint',
  customer__name: 'text',
  customer__address__city: 'text',
  customer__address__zip: 'text',
};
const LINES = {
  row_id: 'bigint',
  parent_id: 'bigint',
  list_idx: 'bigint',
  sku: 'text',
  quantity: 'bigint',
  price: 'double precision',
  description: 'text',
};
const TAXES = { parent_id: 'bigint', list_idx: 'bigint', code: 'text', rate: 'double precision' };
const TAGS = { parent_id: 'bigint', list_idx: 'bigint', value: 'text' };

interface Tables {
  readonly orders: CopiedTable;
  readonly lines: CopiedTable;
  readonly taxes: CopiedTable;
  readonly tags: CopiedTable;
}

/** The nested workload by hand: four COPY at once, over four connections, rows numbered so that children know their parents. */
export async function postgresNested(rows: number, folder: string): Promise<FloorTimes> {
  const started = performance.now();
  const tables: Tables = {
    orders: await CopiedTable.create(folder, 'orders', ORDERS),
    lines: await CopiedTable.create(folder, 'orders__lines', LINES),
    taxes: await CopiedTable.create(folder, 'orders__lines__taxes', TAXES),
    tags: await CopiedTable.create(folder, 'orders__tags', TAGS),
  };
  const all = Object.values(tables);
  const writer = new OrderWriter(tables);
  for (const page of nestedPages(rows)) {
    for (const order of page) writer.add(order);
    // oxlint-disable-next-line no-await-in-loop -- the server says when it wants more
    await Promise.all(all.map((table) => table.send()));
  }
  const write = secondsSince(started);
  await Promise.all(all.map((table) => table.close()));
  return { write, load: secondsSince(started) - write };
}

class OrderWriter {
  readonly #tables: Tables;
  #order = 0;
  #line = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  add({ number, placed_at: placed, note, customer, lines, tags }: Order): void {
    const to = this.#tables;
    const id = this.#order++;
    const { address } = customer;
    to.orders.add(
      `${id},${number},${placed},${csvText(note)},${customer.id},${csvText(customer.name)},${csvText(address.city)},${csvText(address.zip)}\n`,
    );
    for (const [index, tag] of tags.entries()) to.tags.add(`${id},${index},${csvText(tag)}\n`);
    for (const [index, line] of lines.entries()) {
      const lineId = this.#line++;
      to.lines.add(
        `${lineId},${id},${index},${csvText(line.sku)},${line.quantity},${line.price},${csvText(line.description)}\n`,
      );
      for (const [place, { code, rate }] of line.taxes.entries())
        to.taxes.add(`${lineId},${place},${csvText(code)},${rate}\n`);
    }
  }
}
