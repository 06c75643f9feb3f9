import { isUtf8 } from 'node:buffer';
import { isLeatError, parseJson } from '@leat/core';
import type { Endpoint, HttpAnswer } from '../client/http-answer.ts';
import { decryptBody } from './decrypt.ts';

/** A JSON object of the service, its numbers exact. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An answer after its body was read for what it is. */
export type DecodedAnswer = {
  readonly status: number;
  readonly date?: number;
  readonly server?: string;
  readonly redirectOrigin?: string;
} & (
  | { readonly kind: 'json'; readonly value: JsonObject }
  /** A page of a proxy, of Flask's router, or of the rate limit. */
  | { readonly kind: 'page'; readonly text: string }
  /** Bytes that are no text this client understands. */
  | { readonly kind: 'sealed'; readonly keyKnown: boolean }
  /** Cut, or no JSON object at all. */
  | { readonly kind: 'garbled'; readonly reason: string }
);

/** Enough of a page to find a limit in it. */
const PAGE_BYTES = 10_000;

const PAGE = /^\s*<(!doctype|html|head|body|title|h1|\?xml|!--)/i;

/** Tells JSON, pages and encrypted results apart by content type and first bytes, and parses what can be parsed. */
export function decodeAnswer(endpoint: Endpoint, answer: HttpAnswer, encryptionKey: string | undefined): DecodedAnswer {
  const { body, contentType, ...base } = answer;
  if (isJsonType(contentType)) return { ...base, ...parseObject(body) };
  if (holdsResult(endpoint) && encryptionKey !== undefined) {
    // First of all: a nonce may begin with the byte of `<`, but no page passes for a sealed body.
    const opened = decryptBody(body, encryptionKey);
    if (opened !== undefined) return { ...base, ...parseObject(opened) };
  }
  const text = body.toString('utf8', 0, PAGE_BYTES);
  if (PAGE.test(text)) return { ...base, kind: 'page', text };
  // The service sends sealed bodies as text/html; random bytes are no UTF-8, and a bare line of text is.
  if (holdsResult(endpoint) && contentType.startsWith('text/html') && !isUtf8(body)) {
    return { ...base, kind: 'sealed', keyKnown: encryptionKey !== undefined };
  }
  // Redirects, and errors of proxies without a page.
  if (answer.status >= 300 && answer.status !== 500) return { ...base, kind: 'page', text };
  return {
    ...base,
    kind: 'garbled',
    reason: body.byteLength === 0 ? 'the body is empty' : 'the body is no JSON',
  };
}

/** Whether the body is what a command gave, and may be encrypted. */
export function holdsResult(endpoint: Endpoint): boolean {
  return endpoint === 'result' || endpoint === 'v1';
}

function isJsonType(contentType: string): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(contentType.trim());
}

function parseObject(body: Buffer): { kind: 'json'; value: JsonObject } | { kind: 'garbled'; reason: string } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return { kind: 'garbled', reason: 'the body is no UTF-8' };
  }
  try {
    const value = parseJson(text);
    if (isJsonObject(value)) return { kind: 'json', value };
    return { kind: 'garbled', reason: 'the JSON is no object' };
  } catch (error) {
    if (!isLeatError(error)) throw error;
    return { kind: 'garbled', reason: `the JSON cannot be read (${error.code}, ${body.byteLength} bytes)` };
  }
}

/** Whether a JSON value is an object and no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  // Exact numbers of core's reader are instances of classes.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
