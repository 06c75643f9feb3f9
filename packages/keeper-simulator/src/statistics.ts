import type { Endpoint } from './faults.ts';

/** One request that reached the simulator, refused ones among them. */
export interface SeenRequest {
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly at: number;
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: string;
  /** Status of the answer; 0 when the connection was cut instead. */
  readonly status: number;
}

/** Requests of one endpoint: how many, and with which status they were answered. */
export interface EndpointCount {
  readonly total: number;
  readonly byStatus: Readonly<Record<number, number>>;
}

/** What the simulator saw since its start or since {@link Statistics.clear}. */
export class Statistics {
  #requests: SeenRequest[] = [];
  #commands: string[] = [];

  /** All requests in the order of their answers. */
  get requests(): readonly SeenRequest[] {
    return this.#requests;
  }

  /** All command lines that were run, in order. */
  get commands(): readonly string[] {
    return this.#commands;
  }

  /** How many requests an endpoint got. */
  count(endpoint: Endpoint): EndpointCount {
    const byStatus: Record<number, number> = {};
    let total = 0;
    for (const request of this.#requests) {
      if (request.endpoint !== endpoint) continue;
      total += 1;
      byStatus[request.status] = (byStatus[request.status] ?? 0) + 1;
    }
    return { total, byStatus };
  }

  /** Begins anew. */
  clear(): void {
    this.#requests = [];
    this.#commands = [];
  }

  /** @internal */
  addRequest(request: SeenRequest): void {
    this.#requests.push(request);
  }

  /** @internal */
  addCommand(command: string): void {
    this.#commands.push(command);
  }
}
