import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop for the tests: orders with consecutive ids, the last of them beyond what a double can hold. */
export interface Shop extends AsyncDisposable {
  readonly url: string;
}

const IDS: readonly bigint[] = [
  ...Array.from({ length: 249 }, (_, index) => BigInt(index + 1)),
  9_007_199_254_740_993n,
];

export async function startShop(): Promise<Shop> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const after = BigInt(url.searchParams.get('after') ?? '0');
    const page = IDS.filter((id) => id > after).slice(0, Number(url.searchParams.get('limit') ?? '100'));
    response.setHeader('content-type', 'application/json');
    response.end(`[${page.map((id) => `{"id":${id},"total":"${id % 100n}.50"}`).join(',')}]`);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
