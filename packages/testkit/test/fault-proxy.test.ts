import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultProxy, type Fault } from '../src/index.ts';

/** Answers every byte with the same byte, and remembers what came. */
let echo: Server;
let received = '';
beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      socket.write(chunk);
    });
    socket.on('end', () => socket.end());
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  echo.listen(0, '127.0.0.1', resolve);
  await promise;
});
afterAll(() => {
  echo.close();
});

function startProxy(): Promise<FaultProxy> {
  const address = echo.address();
  if (typeof address !== 'object' || address === null) throw new Error('the echo server does not listen');
  received = '';
  return FaultProxy.start({ host: '127.0.0.1', port: address.port });
}

interface Talk {
  readonly socket: Socket;
  readonly chunks: readonly string[];
  /** Resolves with the code of the error, or `closed`. */
  readonly end: Promise<string>;
  /** Resolves once so many characters came back. */
  heard(count: number): Promise<string>;
}

function talk(port: number, text: string): Talk {
  const socket = connect(port, '127.0.0.1');
  const chunks: string[] = [];
  const ended = Promise.withResolvers<string>();
  let wake = (): void => {};
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk.toString());
    wake();
  });
  socket.once('error', (error: NodeJS.ErrnoException) => ended.resolve(error.code ?? error.message));
  socket.once('close', () => ended.resolve('closed'));
  socket.write(text);
  return {
    socket,
    chunks,
    end: ended.promise,
    heard: async (count) => {
      while (chunks.join('').length < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        // oxlint-disable-next-line no-await-in-loop -- until enough was heard
        await promise;
      }
      return chunks.join('');
    },
  };
}

test('passes everything on without a fault, both ways, and both sides hear the end', async () => {
  await using proxy = await startProxy();
  const one = talk(proxy.port, 'hello');
  expect(await one.heard(5)).toBe('hello');
  one.socket.end();
  expect(await one.end).toBe('closed');
});

test('delays by the latency', async () => {
  await using proxy = await startProxy();
  await proxy.use({ kind: 'latency', milliseconds: 60 });
  const started = performance.now();
  const one = talk(proxy.port, 'hello');
  await one.heard(5);
  // There and back.
  expect(performance.now() - started).toBeGreaterThanOrEqual(110);
  one.socket.destroy();
});

test('cuts bytes into slices', async () => {
  await using proxy = await startProxy();
  await proxy.use({ kind: 'slice', bytes: 2 });
  const one = talk(proxy.port, 'hello');
  expect(await one.heard(5)).toBe('hello');
  one.socket.destroy();
});

test.each<[string, Fault, string]>([
  ['resets at the next byte', { kind: 'reset' }, 'ECONNRESET'],
  ['closes after the limit', { kind: 'limit', bytes: 3 }, 'closed'],
])('%s', async (_what, fault, end) => {
  await using proxy = await startProxy();
  await proxy.use(fault);
  const one = talk(proxy.port, 'hello');
  expect(await one.end).toBe(end);
  expect(received).toBe('');
});

test('swallows everything while the connection stays open', async () => {
  await using proxy = await startProxy();
  const one = talk(proxy.port, 'hello');
  await one.heard(5);
  await proxy.use({ kind: 'timeout' });
  one.socket.write('lost');
  await proxy.use({ kind: 'timeout' });
  const other = talk(proxy.port, 'lost too');
  // The proxy takes the second connection's bytes before it is reset; neither reached the server.
  while (proxy.opened < 2) {
    // oxlint-disable-next-line no-await-in-loop -- until the proxy has both
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  expect(one.socket.destroyed || other.socket.destroyed).toBe(false);
  proxy.reset();
  expect(await other.end).toBe('ECONNRESET');
  expect(received).toBe('hello');
});

test('refuses connections while it is down, and takes them on the same port afterwards', async () => {
  await using proxy = await startProxy();
  const one = talk(proxy.port, 'hello');
  await one.heard(5);
  await proxy.use({ kind: 'down' });
  expect(await one.end).toBe('ECONNRESET');
  expect(await talk(proxy.port, 'x').end).toBe('ECONNREFUSED');
  await proxy.use(undefined);
  const again = talk(proxy.port, 'again');
  expect(await again.heard(5)).toBe('again');
  again.socket.destroy();
});

test('tells one side late that the other one closed', async () => {
  await using proxy = await startProxy();
  await proxy.use({ kind: 'slow-close', milliseconds: 60 });
  const one = talk(proxy.port, 'hello');
  await one.heard(5);
  const started = performance.now();
  one.socket.end();
  expect(await one.end).toBe('closed');
  expect(performance.now() - started).toBeGreaterThanOrEqual(55);
});

describe('a tap', () => {
  test('loses the bytes it cuts before', async () => {
    await using proxy = await startProxy();
    proxy.watch((chunk) => (chunk.includes('now') ? 'cut-before' : 'pass'));
    const one = talk(proxy.port, 'hello');
    await one.heard(5);
    one.socket.write('now');
    expect(await one.end).toBe('ECONNRESET');
    expect(received).toBe('hello');
  });

  test('lets the server have the bytes it cuts after, and loses the answer', async () => {
    await using proxy = await startProxy();
    proxy.watch((chunk, direction) => (direction === 'to-server' && chunk.includes('now') ? 'cut-after' : 'pass'));
    const one = talk(proxy.port, 'hello');
    await one.heard(5);
    one.socket.write('now');
    expect(await one.end).toBe('ECONNRESET');
    expect(one.chunks.join('')).toBe('hello');
    const other = talk(proxy.port, '!');
    await other.heard(1);
    expect(received).toContain('now');
    other.socket.destroy();
  });
});
