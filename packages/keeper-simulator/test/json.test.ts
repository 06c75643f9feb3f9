import { assert, jsonValue, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { byCodePoint, printPythonJson, printResponseJson } from '../src/json.ts';
import type { JsonValue } from '../src/json.ts';
import { parseExactJson } from './exact-json.ts';
import { recordings } from './recordings.ts';

/** What a JSON parser gives, and what fast-check calls a JSON value, is one. */
function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

function jsonOf(value: unknown): JsonValue {
  if (isJson(value)) return value;
  throw new Error('This is no JSON value.');
}

describe('printResponseJson', () => {
  const bodies = recordings.flatMap((recording) =>
    recording.exchanges
      .filter((exchange) => exchange.response.headers['Content-Type'] === 'application/json')
      .map((exchange, index) => ({ name: `${recording.name} #${index}`, body: exchange.response.body ?? '' }))
      .filter(({ body }) => body !== ''),
  );

  it('prints every recorded body again, byte for byte', () => {
    expect(bodies.length).toBeGreaterThan(300);
    for (const { name, body } of bodies) {
      expect(printResponseJson(jsonOf(parseExactJson(body))), name).toBe(body);
    }
  });

  it('keeps every value, in ASCII only, whatever the text', () => {
    assert(
      property(jsonValue(), string({ unit: 'binary' }), (value, text) => {
        const input = jsonOf({ value, text, cut: '\uD83D' });
        const printed = printResponseJson(input);
        expect(printed).toMatch(/^[ -~]*\n$/);
        expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(input)));
        expect(JSON.parse(printPythonJson(input, 2))).toEqual(JSON.parse(printed));
      }),
    );
  });

  it('prints integers above 2^53 digit by digit and drops undefined members', () => {
    expect(printResponseJson({ b: 9878497795245032n, a: undefined })).toBe('{"b":9878497795245032}\n');
  });

  it('sorts keys by code point, as Python does', () => {
    const keys = ['\uFFFD', '\u{1F600}', 'a', 'Z', ''];
    expect(keys.toSorted(byCodePoint)).toEqual(['', 'Z', 'a', '\uFFFD', '\u{1F600}']);
  });
});
