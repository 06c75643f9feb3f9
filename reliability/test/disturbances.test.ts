import { test } from 'vitest';
import { concurrency } from '../src/parts/concurrency.ts';
import { disk } from '../src/parts/disk.ts';
import { doubleCrash } from '../src/parts/double-crash.ts';
import { randomKills } from '../src/parts/random-kills.ts';
import { sameMillisecond } from '../src/parts/same-millisecond.ts';
import { signals } from '../src/parts/signals.ts';
import { expectAllWell, modeNamed } from './sample.ts';

const append = modeNamed('append');
const upsert = modeNamed('merge upsert');

test('ten kills at random times lose, double and alter nothing', async () => {
  // Creating a DuckDB file leaves a folder behind when it is killed, rarely: `pnpm reliability --only random` shows it.
  await expectAllWell((context) => randomKills(context, { rows: 50_000, newDatabase: false }), { runs: 10 });
}, 180_000);

test('a run that is killed while it resumes another one is resumed in its turn', async () => {
  await expectAllWell(doubleCrash, { runs: 2, modes: [append, upsert] });
}, 120_000);

test('two and four processes at once: one goes on, the others are told so, and none is half-heard', async () => {
  await expectAllWell((context) => concurrency(context, [2, 4]), { modes: [append] });
}, 180_000);

test('two pipelines that begin in the same millisecond on one dataset both have their rows', async () => {
  await expectAllWell(sameMillisecond, { modes: [append] });
}, 60_000);

test('one signal loads what was read, two stop at once, and the next run brings the rest', async () => {
  await expectAllWell(signals, { modes: [append] });
}, 120_000);

test('a full disk is told by name, and with room again the same command finishes', async () => {
  await expectAllWell((context) => disk(context, [0, 65_536]), { modes: [append] });
}, 120_000);
