/** Code of an answer that began and did not end. */
export const CUT_BODY = 'CUT_BODY';

/** No answer came, or only a part of one; `code` is the one of Node's system or TLS error. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Certificate and protocol errors of Node's `tls`; waiting does not cure them. */
const TLS_CODES = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/;

/** Whether the failure comes from TLS: a wrong certificate, authority or protocol. */
export function isTlsFailure(failure: TransportFailure): boolean {
  return TLS_CODES.test(failure.code);
}

/** Whether waiting cannot help: TLS, or a host name that does not exist. */
export function isHopeless(failure: TransportFailure): boolean {
  return failure.code === 'ENOTFOUND' || isTlsFailure(failure);
}

/** Makes a failure without anything of the request out of what Node threw. */
export function toTransportFailure(error: unknown): TransportFailure {
  if (error instanceof TransportFailure) return error;
  if (!(error instanceof Error)) return new TransportFailure('UNKNOWN', 'The connection failed.');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
  // Messages of net, tls and dns name host, port and certificate; those of other parts may hold more, so only the code stays.
  const known = code !== 'UNKNOWN' && !code.startsWith('ERR_') && !code.startsWith('HPE_');
  return new TransportFailure(code, known ? error.message : `The connection failed (${code}).`);
}
