import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crashCycle } from '../src/parts/crash-cycle.ts';
import { killAtPoint, killAtStatement } from '../src/parts/kill.ts';
import { Rehearsal } from '../src/parts/rehearsal.ts';
import { statementsOf, SWEPT_POINTS } from '../src/parts/sweep.ts';
import { Random } from '../src/random.ts';
import { scenarioOf } from '../src/workload/scenario.ts';
import { modeNamed, MODES, SEED } from './sample.ts';

/** Points per write mode; the whole sweep is `pnpm reliability --only sweep`. */
const POINTS = 2;

const random = new Random(SEED);

describe.each(MODES.map((mode) => ({ mode, name: mode.name })))('a load in the mode $name', ({ mode }) => {
  const once = SWEPT_POINTS.filter((point) => !point.includes(':'));
  const points = Array.from({ length: POINTS }, () => ({ point: random.pick(once), start: random.below(2) }));
  const choice = random.below(1000);
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    rehearsal = await Rehearsal.of(scenarioOf(mode, SEED, { documents: 600 }));
  });
  afterAll(() => rehearsal[Symbol.asyncDispose]());

  test.each(points)(
    `killed at $point is there once after the next run (start $start, seed ${SEED})`,
    async ({ point, start }) => {
      expect(await crashCycle(rehearsal.starts[start === 0 ? 0 : 1], [killAtPoint(point)])).toEqual([]);
    },
  );

  test(`killed between the statements of its commit is there once after the next run (seed ${SEED})`, async () => {
    const [, later] = rehearsal.starts;
    const statements = await statementsOf(later);
    const number = 1 + (choice % statements.length);
    expect(await crashCycle(later, [killAtStatement(number)]), `before ${statements[number - 1] ?? ''}`).toEqual([]);
  });
});

test('a run that is killed on its way to the lock leaves nothing to the next one', async () => {
  await using rehearsal = await Rehearsal.of(scenarioOf(modeNamed('append'), SEED, { documents: 600 }));
  expect(await crashCycle(rehearsal.starts[0], [killAtPoint('run.locking')])).toEqual([]);
});
