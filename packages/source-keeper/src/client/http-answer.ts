/** An answer with its whole body, as bytes: an encrypted body is no text. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  /** The server's clock at the answer, in milliseconds since the epoch; absent without a `Date` header. */
  readonly date?: number;
  /** What the server calls itself. */
  readonly server?: string;
  /** Origin that a redirect points to. */
  readonly redirectOrigin?: string;
}

/** The endpoints of the service; each has a counter of its own. */
export type Endpoint = 'submit' | 'result' | 'status' | 'queue' | 'health' | 'v1';
