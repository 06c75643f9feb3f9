import { ownerOf } from './api-keys.ts';
import type { ApiKey, KeyRing } from './api-keys.ts';
import type { Clock } from './clock.ts';
import { readCommand } from './command-request.ts';
import type { CommandResult } from './command-result.ts';
import { encryptBody } from './encryption.ts';
import type { Endpoint } from './faults.ts';
import { routeOf } from './http-routes.ts';
import { printPythonJson } from './json.ts';
import { naiveIso } from './local-time.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { QueuedRequest, RequestQueue, RunCommand } from './request-queue.ts';
import {
  bytesResponse,
  jsonResponse,
  methodNotAllowedPage,
  notFoundPage,
  optionsResponse,
  refusal,
  tooManyRequestsPage,
} from './responses.ts';
import type { Response } from './responses.ts';

/** One HTTP request, read. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly address: string;
  readonly apiKey: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  /** Aborted when the client or the process goes away. */
  readonly signal: AbortSignal;
}

/** The parts of one service process. */
export interface ServiceParts {
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly limiter: RateLimiter;
  readonly addressAllowed: (address: string) => boolean;
  readonly queue: RequestQueue;
  readonly run: RunCommand;
  readonly queueEnabled: boolean;
  readonly encryptionKey: string | null;
  readonly utcOffsetMinutes: number;
  /** How long a v1 request waits in the queue; 300 seconds in the real service. */
  readonly v1TimeoutMilliseconds: number;
}

const queuedMessage =
  'Request queued successfully. Use /api/v2/status/<request_id> to check progress, /api/v2/result/<request_id> to get results, or /api/v2/queue/status for queue info.';
const queueFull = 'Error: Request queue is full. Please try again later.';

/** The part of the path that counts for limits, statistics and failures. */
export function endpointOf(request: Pick<ServiceRequest, 'method' | 'path'>, queueEnabled: boolean): Endpoint {
  const route = routeOf(request.method, request.path, queueEnabled);
  return route.kind === 'unknown-path' ? 'other' : route.endpoint;
}

/** Answers a request in the service's order of checks: route, rate limit, address, key, expiry, command policy, handler. */
export async function answer(request: ServiceRequest, parts: ServiceParts): Promise<Response> {
  const route = routeOf(request.method, request.path, parts.queueEnabled);
  if (route.kind === 'unknown-path') return notFoundPage();
  if (route.kind === 'options') return optionsResponse(route.allow);
  if (route.kind === 'wrong-method') return methodNotAllowedPage(route.allow);
  const { endpoint } = route;
  if (endpoint === 'health') return jsonResponse(200, { status: 'ok' });
  const { limiter } = parts;
  if (!limiter.admit(request.address, endpoint)) return tooManyRequestsPage(limiter.limit?.text ?? '');
  if (!parts.addressAllowed(request.address)) return refusal(403, 'IP is not allowed to call API service');
  const key = parts.keys.find(request.apiKey, parts.clock.now());
  if (typeof key === 'string') return refusal(401, key);
  switch (endpoint) {
    case 'submit':
      return submit(request, key, parts);
    case 'v1': {
      const response = await executeV1(request, key, parts);
      return { ...response, headers: { ...response.headers, 'X-API-Legacy': 'true' } };
    }
    case 'queue-status':
      return queueStatus(key, parts);
    case 'status':
    case 'result': {
      const found = parts.queue.find(route.requestId, ownerOf(key));
      if (found === undefined) return refusal(404, 'Error: Request not found');
      return endpoint === 'status' ? statusOf(found, parts) : resultOf(found, parts);
    }
    case 'other':
    default:
      return notFoundPage();
  }
}

function submit(request: ServiceRequest, key: ApiKey, parts: ServiceParts): Response {
  const command = readCommand(request.contentType, request.body, key);
  if (typeof command !== 'string') return command;
  const queued = parts.queue.submit(command, ownerOf(key));
  if (queued === null) return refusal(503, queueFull);
  return jsonResponse(202, {
    success: true,
    request_id: queued.id,
    status: 'queued',
    message: queuedMessage,
  });
}

async function executeV1(request: ServiceRequest, key: ApiKey, parts: ServiceParts): Promise<Response> {
  const command = readCommand(request.contentType, request.body, key);
  if (typeof command !== 'string') return command;
  if (!parts.queueEnabled) {
    const result = await parts.run(command);
    // Without a queue there is no worker that could die or stay busy: the request's own thread is lost, and so is its answer.
    if (typeof result === 'string') return waitForEver(request.signal);
    return printResult(result, parts.encryptionKey);
  }
  const queued = parts.queue.submit(command, ownerOf(key));
  if (queued === null) return refusal(503, queueFull);
  const patience = new AbortController();
  const waiting = AbortSignal.any([patience.signal, request.signal]);
  const timeout = parts.clock.sleep(parts.v1TimeoutMilliseconds, waiting).then(() => 'timeout' as const);
  const first = await Promise.race([parts.queue.settled(queued, waiting), timeout]);
  if (first === 'timeout' && parts.queue.expire(queued)) {
    return refusal(504, 'Error: Request expired before execution while waiting for result');
  }
  // A request that runs already is waited for without limit.
  await parts.queue.settled(queued, request.signal);
  patience.abort();
  return resultOf(queued, parts);
}

function waitForEver(signal: AbortSignal): Promise<Response> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(refusal(500, 'gone')), { once: true });
  });
}

function queueStatus(key: ApiKey, { queue }: ServiceParts): Response {
  const status = queue.status(ownerOf(key));
  return jsonResponse(200, {
    success: true,
    queue_size: status.queueSize,
    active_requests: status.active,
    completed_requests: status.completed,
    currently_processing: status.processing,
    worker_running: status.workerRunning,
  });
}

function statusOf(request: QueuedRequest, { encryptionKey, utcOffsetMinutes }: ServiceParts): Response {
  const time = (at: number | null): string | null => (at === null ? null : naiveIso(at, utcOffsetMinutes));
  const { result } = request;
  const hidden = result !== null && encryptionKey !== null && result.neverEncrypted !== true;
  return jsonResponse(200, {
    success: true,
    request_id: request.id,
    command: escapeHtml(request.command),
    status: request.status,
    created_at: time(request.createdAt),
    started_at: time(request.startedAt),
    completed_at: time(request.completedAt),
    result: hidden ? { encrypted: true, type: 'bytes' } : (result?.body ?? null),
    status_code: result?.status ?? null,
    error_message: request.errorMessage,
    temp_files: [],
  });
}

function resultOf(request: QueuedRequest, { encryptionKey }: ServiceParts): Response {
  if (request.status === 'failed') return jsonResponse(500, { error: request.errorMessage });
  if (request.status === 'expired') return refusal(504, 'Error: Request expired after waiting more than 300s in queue');
  if (request.result !== null) return printResult(request.result, encryptionKey);
  return jsonResponse(202, { status: request.status, error: 'Error: Request not completed yet' });
}

const printed = new WeakMap<CommandResult, Response>();

/** Prints a result once, however often it is read; an encrypted one gets one nonce, as it is stored encrypted. */
function printResult(result: CommandResult, encryptionKey: string | null): Response {
  const known = printed.get(result);
  if (known !== undefined) return known;
  const response =
    encryptionKey === null || result.neverEncrypted === true
      ? jsonResponse(result.status, result.body)
      : bytesResponse(result.status, encryptBody(printPythonJson(result.body), encryptionKey));
  printed.set(result, response);
  return response;
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

/** Python's `html.escape`. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => htmlEscapes[character] ?? character);
}
