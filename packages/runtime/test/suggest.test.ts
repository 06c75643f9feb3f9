import { expect, test } from 'vitest';
import { didYouMean, suggest } from '../src/index.ts';

test.each([
  ['rnu', 'run'],
  ['quary', 'query'],
  ['destinatoin', 'destination'],
  ['RUN', 'run'],
  ['pipelins', 'pipelines'],
])('%s most likely means %s', (word, meant) => {
  expect(suggest(word, ['run', 'query', 'check', 'destination', 'pipelines'])).toBe(meant);
});

test.each(['', 'frobnicate', 'x'])('nothing is suggested for %j', (word) => {
  expect(suggest(word, ['run', 'query', 'check'])).toBeUndefined();
  expect(didYouMean(word, ['run', 'query', 'check'])).toBe('');
});
