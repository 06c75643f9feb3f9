import { revealSecret } from '@leat/core';
import { keeperError } from '../errors/keeper-error.ts';
import type { KeeperClientOptions } from './client-options.ts';
import type { TlsOptions } from './node-fetch.ts';

/** What of the options is about TLS. @throws ConfigError LEAT_KEEPER_INVALID_OPTION for what is no fingerprint */
export function tlsOptions({ ca, pinnedCertificate, clientCertificate }: KeeperClientOptions): TlsOptions {
  const pin = pinnedCertificate
    ?.replace(/^sha-?256[:/=]/i, '')
    .replaceAll(/[:\s]/g, '')
    .toUpperCase();
  if (pin !== undefined && !/^[0-9A-F]{64}$/.test(pin)) {
    throw keeperError('LEAT_KEEPER_INVALID_OPTION', 'pinnedCertificate is no SHA-256 fingerprint.', {
      remedy: 'Set it to what `openssl x509 -noout -fingerprint -sha256 -in cert.pem` prints.',
    });
  }
  return {
    ca,
    pin,
    ...(clientCertificate === undefined
      ? {}
      : { certificate: clientCertificate.certificate, key: revealSecret(clientCertificate.key) }),
  };
}

/** Shorter texts are no keys of the service, and would blank out words of its messages. */
const SHORTEST_HIDDEN = 8;

/** A proxy may show a request in its page; what is quoted of an answer passes through here. */
export function hiderOf(keys: readonly string[]): (text: string) => string {
  const hidden = keys.filter((key) => key.length >= SHORTEST_HIDDEN);
  return (text) => hidden.reduce((rest, key) => rest.replaceAll(key, '***'), text);
}

/** @throws ConfigError LEAT_KEEPER_INVALID_OPTION for what can be no key */
export function checkKeys(apiKey: string, encryptionKey: string | undefined): void {
  // Messages never show a key, not even a wrong one.
  if (!/^[!-~]+$/.test(apiKey)) {
    throw keeperError(
      'LEAT_KEEPER_INVALID_OPTION',
      'apiKey is empty or holds characters that no key of the service has.',
    );
  }
  if (encryptionKey !== undefined && !/^[A-Za-z0-9@#$%^&+=]{32}$/.test(encryptionKey)) {
    throw keeperError(
      'LEAT_KEEPER_INVALID_OPTION',
      'encryptionKey is not 32 characters out of letters, digits and @#$%^&+=.',
    );
  }
}
