import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isLeatError, type ErrorCode, type LeatError } from '@leat/core';

/** Expects a typed error, with the code if one is given, and hands it over. */
export async function expectRejection(what: Promise<unknown>, code?: ErrorCode): Promise<LeatError> {
  const error = await what.then(
    () => undefined,
    (thrown: unknown) => thrown ?? new Error('rejected with nothing'),
  );
  assert.ok(error !== undefined, `expected ${code ?? 'a typed error'}, but the call succeeded`);
  assert.ok(isLeatError(error), `expected a LeatError, got ${inspect(error)}`);
  assert.ok(error.remedy !== '', 'an error without a remedy');
  if (code !== undefined) assert.equal(error.code, code);
  return error;
}
