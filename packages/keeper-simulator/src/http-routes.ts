import type { Endpoint } from './faults.ts';

/** Where a request goes, before anything of it is checked. */
export type Route =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly requestId: string }
  | { readonly kind: 'options'; readonly endpoint: Endpoint; readonly allow: string }
  | { readonly kind: 'wrong-method'; readonly endpoint: Endpoint; readonly allow: string }
  | { readonly kind: 'unknown-path' };

interface Rule {
  readonly path: RegExp;
  readonly endpoint: Endpoint;
  readonly method: 'GET' | 'POST';
  readonly modes: 'both' | 'queue';
}

const rules: readonly Rule[] = [
  { path: /^\/health$/, endpoint: 'health', method: 'GET', modes: 'both' },
  { path: /^\/api\/v2\/executecommand-async$/, endpoint: 'submit', method: 'POST', modes: 'queue' },
  { path: /^\/api\/v2\/status\/([^/]+)$/, endpoint: 'status', method: 'GET', modes: 'queue' },
  { path: /^\/api\/v2\/result\/([^/]+)$/, endpoint: 'result', method: 'GET', modes: 'queue' },
  { path: /^\/api\/v2\/queue\/status$/, endpoint: 'queue-status', method: 'GET', modes: 'queue' },
  { path: /^\/api\/v1\/executecommand$/, endpoint: 'v1', method: 'POST', modes: 'both' },
];

/** Finds the route; without the queue, only `/health` and v1 exist. HEAD goes where GET goes. */
export function routeOf(method: string, path: string, queueEnabled: boolean): Route {
  for (const rule of rules) {
    const match = rule.path.exec(path);
    if (match === null || (rule.modes === 'queue' && !queueEnabled)) continue;
    const { endpoint } = rule;
    const allow = rule.method === 'GET' ? 'OPTIONS, HEAD, GET' : 'POST, OPTIONS';
    if (method === 'OPTIONS') return { kind: 'options', endpoint, allow };
    if (method === rule.method || (method === 'HEAD' && rule.method === 'GET')) {
      return { kind: 'endpoint', endpoint, requestId: match[1] ?? '' };
    }
    return { kind: 'wrong-method', endpoint, allow };
  }
  return { kind: 'unknown-path' };
}
