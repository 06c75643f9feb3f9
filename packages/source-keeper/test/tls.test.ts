import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KeeperClient } from '../src/index.ts';
import { json } from './support/scripted-server.ts';
import { VirtualTime } from './support/virtual-time.ts';

const key = readFileSync(new URL('fixtures/tls/key.pem', import.meta.url), 'utf8');
const certificate = readFileSync(new URL('fixtures/tls/certificate.pem', import.meta.url), 'utf8');
const fingerprint = new X509Certificate(certificate).fingerprint256;
const call = { signal: new AbortController().signal };

interface SecureServer {
  readonly url: string;
  /** Requests that came through. */
  readonly requests: () => number;
}

async function startSecure(options: https.ServerOptions = {}): Promise<SecureServer> {
  let requests = 0;
  const server = https.createServer({ key, cert: certificate, ...options }, (_request, response) => {
    requests += 1;
    json(response, 200, { status: 'ok' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  // A server that listens on a port has an address with one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const { port } = server.address() as AddressInfo;
  return { url: `https://localhost:${port}`, requests: () => requests };
}

function clientOf(baseUrl: string, more: object): KeeperClient {
  return new KeeperClient({ baseUrl, apiKey: 'key-of-the-tls-test', ca: certificate, ...more }, new VirtualTime().host);
}

describe('a pinned certificate', () => {
  it.for([fingerprint, fingerprint.replaceAll(':', '').toLowerCase(), `SHA256:${fingerprint}`])(
    'is accepted as %s',
    async (pinnedCertificate) => {
      const server = await startSecure();
      expect((await clientOf(server.url, { pinnedCertificate }).health(call)).value).toEqual({ status: 'ok' });
    },
  );

  it('refuses any other, although its chain is trusted, before a byte of the request is sent', async () => {
    const server = await startSecure();
    const pinnedCertificate = fingerprint.replace(/^../, fingerprint.startsWith('00') ? '11' : '00');
    await expect(clientOf(server.url, { pinnedCertificate }).health(call)).rejects.toMatchObject({
      code: 'LEAT_KEEPER_UNREACHABLE',
      message: expect.stringContaining('is not the pinned one'),
    });
    expect(server.requests()).toBe(0);
  });

  it('does not take the place of the check of the chain', async () => {
    const server = await startSecure();
    const client = clientOf(server.url, { pinnedCertificate: fingerprint, ca: undefined });
    await expect(client.health(call)).rejects.toMatchObject({ code: 'LEAT_KEEPER_UNREACHABLE' });
  });

  it('that is no fingerprint is refused', () => {
    const make = (): KeeperClient => clientOf('https://localhost:1', { pinnedCertificate: 'abc' });
    expect(make).toThrow(expect.objectContaining({ code: 'LEAT_KEEPER_INVALID_OPTION' }));
  });
});

describe('a client certificate', () => {
  const demanding = { requestCert: true, rejectUnauthorized: true, ca: certificate };

  it('is shown to a server that asks for one', async () => {
    const server = await startSecure(demanding);
    const client = clientOf(server.url, { clientCertificate: { certificate, key } });
    expect((await client.health(call)).value).toEqual({ status: 'ok' });
  });

  it('that is missing ends in a typed error', async () => {
    const server = await startSecure(demanding);
    await expect(clientOf(server.url, {}).health(call)).rejects.toMatchObject({ code: 'LEAT_KEEPER_UNREACHABLE' });
    expect(server.requests()).toBe(0);
  });
});
