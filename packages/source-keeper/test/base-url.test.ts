import { isLeatError } from '@leat/core';
import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../src/client/base-url.ts';
import { KeeperClient } from '../src/index.ts';

function codeOf(task: () => unknown): string {
  try {
    task();
  } catch (error) {
    if (isLeatError(error)) return error.code;
    throw error;
  }
  return 'none';
}

describe('baseUrl', () => {
  it.for([
    ['http://localhost:8900', 'http://localhost:8900/'],
    ['http://localhost:8900/', 'http://localhost:8900/'],
    ['http://127.0.0.1:8900/api/v2', 'http://127.0.0.1:8900/'],
    ['http://[::1]:8900/api/v2/', 'http://[::1]:8900/'],
    [' https://keeper.example.com/api/v1// \n', 'https://keeper.example.com/'],
    ['https://example.com/keeper/api/v2', 'https://example.com/keeper/'],
  ] as const)('%j leads to %s', ([text, url]) => {
    expect(parseBaseUrl(text, false).href).toBe(url);
  });

  it.for([
    '',
    'keeper.example.com',
    'ftp://example.com',
    'https://user:pass@example.com',
    'https://example.com/?key=1',
    'https://example.com/#x',
  ])('%j is refused', (text) => {
    expect(codeOf(() => parseBaseUrl(text, true))).toBe('LEAT_KEEPER_INVALID_OPTION');
  });

  it.for([
    'http://keeper.example.com',
    'http://10.0.0.1:8900',
    'http://localhost.example.com',
    'http://128.0.0.1',
    'http://[::2]',
  ])('%j needs allowInsecure', (text) => {
    expect(codeOf(() => parseBaseUrl(text, false))).toBe('LEAT_KEEPER_INSECURE_URL');
    expect(parseBaseUrl(text, true).protocol).toBe('http:');
  });
});

describe('the keys', () => {
  it.for(['', ' ', 'line\nbreak', 'nöt-ascii'])('an API key %j is refused', (apiKey) => {
    expect(codeOf(() => new KeeperClient({ baseUrl: 'https://example.com', apiKey }))).toBe(
      'LEAT_KEEPER_INVALID_OPTION',
    );
  });

  it.for(['short', 'x'.repeat(33), `${'x'.repeat(31)}!`])('an encryption key %j is refused', (encryptionKey) => {
    expect(codeOf(() => new KeeperClient({ baseUrl: 'https://example.com', apiKey: 'key', encryptionKey }))).toBe(
      'LEAT_KEEPER_INVALID_OPTION',
    );
  });
});
