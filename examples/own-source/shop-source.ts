import {
  defineResource,
  defineSource,
  parseJson,
  SourceError,
  type CallableSource,
  type Resource,
  type ResourceContext,
} from '@leat/core';
import { z } from 'zod';

interface ShopOptions {
  readonly baseUrl: string;
  readonly pageSize: number;
}

interface ShopInput {
  /** Address of the shop. */
  readonly baseUrl: string;
  /** Orders per request. */
  readonly pageSize?: number | undefined;
}

interface Order {
  /** Beyond 2^53 in large shops, which is why pages are read by `parseJson`. */
  readonly id: number | bigint;
  readonly total: string;
}

/** Yields the orders after the one that the state remembers, page by page. */
async function* newOrders(
  { baseUrl, pageSize }: ShopOptions,
  context: ResourceContext,
): AsyncIterable<readonly Order[]> {
  const { state } = context;
  for (;;) {
    // The state is JSON, which has no bigint; an id travels as text.
    const after = typeof state['after'] === 'string' ? state['after'] : '0';
    const page = await readPage(new URL(`/orders?after=${after}&limit=${pageSize}`, baseUrl), context);
    const last = page.at(-1);
    if (last === undefined) return;
    state['after'] = String(last.id);
    yield page;
  }
}

async function readPage(url: URL, context: ResourceContext): Promise<readonly Order[]> {
  const answer = await fetch(url, { signal: context.signal, redirect: 'error' });
  context.countRequest();
  if (!answer.ok) {
    throw new SourceError(`The shop answered ${answer.status}.`, {
      code: 'LEAT_SHOP_HTTP',
      recoverability: answer.status >= 500 ? 'transient' : 'terminal',
      remedy: 'Open the address in a browser; run again when it answers.',
      details: { status: answer.status },
    });
  }
  // The shop's contract: a list of orders.
  return parseJson(await answer.text()) as readonly Order[];
}

/** A shop that lists its orders: `shop({ baseUrl })`. */
const shop: CallableSource<ShopOptions, ShopInput, readonly [Resource<'orders', Order>]> = defineSource<
  ShopOptions,
  ShopInput,
  readonly [Resource<'orders', Order>]
>({
  name: 'shop',
  options: z.object({ baseUrl: z.url(), pageSize: z.int().min(1).max(500).default(100) }),
  errorCodes: {
    LEAT_SHOP_HTTP: {
      title: 'The shop answered with an error',
      causes: ['The address is wrong.', 'The shop is down.'],
      remedy: 'Open the address in a browser; run again when it answers.',
    },
  },
  resources: ({ options }) => [
    defineResource({
      name: 'orders',
      primaryKey: 'id',
      columns: { total: { dataType: 'decimal', precision: 12, scale: 2 } },
      rows: (context: ResourceContext) => newOrders(options, context),
    }),
  ],
});

export default shop;
