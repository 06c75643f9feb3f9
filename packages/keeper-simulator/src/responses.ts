import { printResponseJson } from './json.ts';
import type { JsonValue } from './json.ts';

/** An answer before it is written to the socket. */
export interface Response {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const html = 'text/html; charset=utf-8';

/** A JSON answer as Flask prints it. */
export function jsonResponse(status: number, value: JsonValue): Response {
  return { status, contentType: 'application/json', body: printResponseJson(value) };
}

/** The usual refusal: `{"error": …, "status": "error"}`. */
export function refusal(status: number, error: string): Response {
  return jsonResponse(status, { error, status: 'error' });
}

/** Raw bytes with the content type that the service gives to encrypted results. */
export function bytesResponse(status: number, body: Buffer): Response {
  return { status, contentType: html, body };
}

/** The HTML page of an unknown path. */
export function notFoundPage(): Response {
  const text =
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.';
  return page(404, 'Not Found', text);
}

/** The HTML page of a method that the path does not have. */
export function methodNotAllowedPage(allow: string): Response {
  return {
    ...page(405, 'Method Not Allowed', 'The method is not allowed for the requested URL.'),
    headers: { Allow: allow },
  };
}

/** The answer to OPTIONS, which needs no key. */
export function optionsResponse(allow: string): Response {
  return { status: 200, contentType: html, body: '', headers: { Allow: allow } };
}

/** The HTML page of the rate limit; it has no Retry-After. */
export function tooManyRequestsPage(limit: string): Response {
  return page(429, 'Too Many Requests', limit);
}

/** A page that a proxy or tunnel in front of the service would give. */
export function proxyPage(status: number, title: string): Response {
  const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n`;
  return { status, contentType: 'text/html', body };
}

function page(status: number, title: string, text: string): Response {
  const body = `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`;
  return { status, contentType: html, body };
}
