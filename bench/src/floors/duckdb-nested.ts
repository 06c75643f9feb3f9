import { join } from 'node:path';
import type { FloorTimes } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import { nestedPages, type Order } from '../workloads/nested.ts';
import { CsvFile, csvText } from './csv-file.ts';
import { loadCsv } from './load-csv.ts';

const ORDERS = {
  row_id: 'BIGINT',
  number: 'BIGINT',
  placed_at: 'TIMESTAMPTZ',
  note: 'VARCHAR',
  customer__id: 'BIGINT',
  customer__name: 'VARCHAR',
  customer__address__city: 'VARCHAR',
  customer__address__zip: 'VARCHAR',
};
const LINES = {
  row_id: 'BIGINT',
  parent_id: 'BIGINT',
  list_idx: 'BIGINT',
  sku: 'VARCHAR',
  quantity: 'BIGINT',
  price: 'DOUBLE',
  description: 'VARCHAR',
};
const TAXES = { parent_id: 'BIGINT', list_idx: 'BIGINT', code: 'VARCHAR', rate: 'DOUBLE' };
const TAGS = { parent_id: 'BIGINT', list_idx: 'BIGINT', value: 'VARCHAR' };

/** The nested workload by hand: four csv files, rows numbered so that children know their parents, four `read_csv`. */
export async function duckDbNested(rows: number, folder: string): Promise<FloorTimes> {
  const started = performance.now();
  const writer = new OrderWriter(folder);
  for (const page of nestedPages(rows)) for (const order of page) writer.add(order);
  const { orders, lines, taxes, tags } = writer;
  for (const file of [orders, lines, taxes, tags]) file.close();
  const write = secondsSince(started);
  await loadCsv(folder, [
    { name: 'orders', columns: ORDERS, file: orders },
    { name: 'orders__lines', columns: LINES, file: lines },
    { name: 'orders__lines__taxes', columns: TAXES, file: taxes },
    { name: 'orders__tags', columns: TAGS, file: tags },
  ]);
  return { write, load: secondsSince(started) - write };
}

class OrderWriter {
  readonly orders: CsvFile;
  readonly lines: CsvFile;
  readonly taxes: CsvFile;
  readonly tags: CsvFile;
  #order = 0;
  #line = 0;

  constructor(folder: string) {
    this.orders = new CsvFile(join(folder, 'orders.csv'));
    this.lines = new CsvFile(join(folder, 'lines.csv'));
    this.taxes = new CsvFile(join(folder, 'taxes.csv'));
    this.tags = new CsvFile(join(folder, 'tags.csv'));
  }

  add({ number, placed_at: placed, note, customer, lines, tags }: Order): void {
    const id = this.#order++;
    const { address } = customer;
    this.orders.add(
      `${id},${number},${placed},${csvText(note)},${customer.id},${csvText(customer.name)},${csvText(address.city)},${csvText(address.zip)}\n`,
    );
    for (let index = 0; index < tags.length; index++) this.tags.add(`${id},${index},${csvText(tags[index] ?? null)}\n`);
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined) continue;
      const lineId = this.#line++;
      this.lines.add(
        `${lineId},${id},${index},${csvText(line.sku)},${line.quantity},${line.price},${csvText(line.description)}\n`,
      );
      let place = 0;
      for (const { code, rate } of line.taxes) this.taxes.add(`${lineId},${place++},${csvText(code)},${rate}\n`);
    }
  }
}
