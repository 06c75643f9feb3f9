import { describe, expect, it } from 'vitest';
import { recordedOutcomes } from './support/recorded-outcomes.ts';
import { recordingNames } from './support/recordings.ts';
import { outcomesOf } from './support/replay.ts';

describe('every recorded situation has a typed outcome', () => {
  it('the table names every recording there is', () => {
    expect(Object.keys(recordedOutcomes).toSorted()).toEqual(recordingNames);
  });

  it.for(recordingNames)('%s', async (name) => {
    expect(await outcomesOf(name)).toEqual(recordedOutcomes[name]);
  });
});
