/** What goes wrong between a client and a server. */
export type Fault =
  /** Everything arrives so much later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** Connections stay open, and nothing comes through any more. */
  | { readonly kind: 'timeout' }
  /** Connections are reset (RST) at the next byte from either side. */
  | { readonly kind: 'reset' }
  /** Bytes arrive in pieces of this size. */
  | { readonly kind: 'slice'; readonly bytes: number }
  /** A connection is closed once so many bytes went through it, in both directions together. */
  | { readonly kind: 'limit'; readonly bytes: number }
  /** A side that closes is noticed by the other one so much later. */
  | { readonly kind: 'slow-close'; readonly milliseconds: number }
  /** Nobody listens, and open connections are reset. */
  | { readonly kind: 'down' };

/** Where bytes go. */
export type Direction = 'to-server' | 'to-client';

/**
 * What becomes of bytes: they pass; they are lost and the connection is cut; they pass, and the connection is cut before
 * anything comes back.
 */
export type Verdict = 'pass' | 'cut-before' | 'cut-after';

/** Looks at bytes on their way, to break a connection at one exact message. */
export type Tap = (chunk: Buffer, direction: Direction) => Verdict;
