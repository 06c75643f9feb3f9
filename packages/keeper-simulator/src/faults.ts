import type { JsonValue } from './json.ts';

/** The parts of the service that count and fail apart from each other. */
export type Endpoint = 'submit' | 'status' | 'result' | 'queue-status' | 'v1' | 'health' | 'other';

/** What goes wrong on the way to the service, or on the way back. */
export type RequestFault =
  /** A proxy in front answers with its own page; the service never sees the request. */
  | { readonly kind: 'html'; readonly status: 502 | 503 | 504 }
  /** The service's own limit page, whatever the counters say. */
  | { readonly kind: 'rate-limited'; readonly limit?: string }
  /** The connection is cut, before the service works on the request or after (its work is then done all the same). */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  /** The answer comes later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The connection is cut in the middle of the answer. */
  | { readonly kind: 'truncated' }
  /** An answer with the JSON content type that is no JSON. */
  | { readonly kind: 'malformed-json' }
  /** A redirect, by default to another origin. */
  | {
      readonly kind: 'redirect';
      readonly location: string;
      readonly status?: 301 | 302 | 307 | 308;
    }
  /** A body of this size that never ends in a JSON value. */
  | { readonly kind: 'huge-body'; readonly bytes: number }
  /** Any other answer. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    };

/** What goes wrong while a command runs. */
export type CommandFault =
  /** Keeper's cloud fails and the command swallows it: 200 with no rows, or with wrong counts. */
  | { readonly kind: 'swallowed' }
  /** Keeper's cloud throttles four times running: 500. */
  | { readonly kind: 'throttled' }
  /** Keeper's cloud throttles once; the command waits and succeeds, and a silent one tells it as a success message. */
  | { readonly kind: 'throttled-then-ok'; readonly milliseconds?: number }
  /** The session expired: loud commands answer 500, others swallow it. */
  | { readonly kind: 'session-expired' }
  /** The silent login failed: 400 with status `warning` and no `error`. */
  | { readonly kind: 'session-gone' }
  /** Keeper's cloud answers 502. */
  | { readonly kind: 'bad-gateway' }
  /** Keeper's cloud refuses one request out of a batch. */
  | { readonly kind: 'row-failed' }
  /** The command printed something that is no JSON: 400. */
  | { readonly kind: 'invalid-json' }
  /** 200 with `data: null` and this message. */
  | { readonly kind: 'message-only'; readonly message: string }
  /** The command takes this long. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** The command never ends. */
  | { readonly kind: 'never-ends' }
  /** The worker dies in the command. */
  | { readonly kind: 'worker-dies' }
  /** Any other result body. */
  | {
      readonly kind: 'result';
      readonly status: number;
      readonly body: { readonly [key: string]: JsonValue };
    };

/** One order to fail. */
export type FailOrder =
  | {
      /** Default: the next request to any endpoint but `/health`. */
      readonly endpoint?: Endpoint;
      /** How many matching requests fail; default 1. */
      readonly times?: number;
      /** How many matching requests pass before; default 0. */
      readonly after?: number;
      readonly request: RequestFault;
    }
  | {
      /** First words of the commands that fail; default: any command. */
      readonly command?: string;
      readonly times?: number;
      readonly after?: number;
      readonly upstream: CommandFault;
    };

interface Pending<Fault> {
  readonly fault: Fault;
  readonly matches: (subject: string) => boolean;
  after: number;
  left: number;
}

/** The failures that were ordered and have not happened yet, in order. */
export class FaultPlan {
  readonly #requests: Pending<RequestFault>[] = [];
  readonly #commands: Pending<CommandFault>[] = [];

  /** Orders a failure. */
  add(order: FailOrder): void {
    const after = order.after ?? 0;
    const left = order.times ?? 1;
    if ('request' in order) {
      const { endpoint } = order;
      const matches = (subject: string): boolean =>
        endpoint === undefined ? subject !== 'health' : subject === endpoint;
      this.#requests.push({ fault: order.request, matches, after, left });
      return;
    }
    const words = order.command;
    const matches = (subject: string): boolean =>
      words === undefined || subject === words || subject.startsWith(`${words} `);
    this.#commands.push({ fault: order.upstream, matches, after, left });
  }

  /** The failure of this request, if one is due. */
  takeForRequest(endpoint: Endpoint): RequestFault | undefined {
    return take(this.#requests, endpoint);
  }

  /** The failure of this command, if one is due. */
  takeForCommand(command: string): CommandFault | undefined {
    return take(this.#commands, command);
  }

  /** Forgets all orders. */
  clear(): void {
    this.#requests.length = 0;
    this.#commands.length = 0;
  }
}

function take<Fault>(pending: Pending<Fault>[], subject: string): Fault | undefined {
  for (const [index, item] of pending.entries()) {
    if (!item.matches(subject)) continue;
    if (item.after > 0) {
      item.after -= 1;
      continue;
    }
    item.left -= 1;
    if (item.left <= 0) pending.splice(index, 1);
    return item.fault;
  }
  return undefined;
}
