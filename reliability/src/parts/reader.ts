import { Client } from 'pg';
import { answerOf, startRun } from '../child/start-run.ts';
import type { WorkloadAnswer } from '../child/workload-run.ts';
import { nameIn, type Place } from '../place.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { Site } from '../site.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { WORKLOAD_RESOURCE, type WorkloadOptions } from '../workload/workload-source.ts';
import type { PartContext } from './part-context.ts';

/** How much there is to read, and whether figures are judged: those of small tables say nothing. */
export interface ReaderBounds {
  readonly rows: number;
  readonly judgeWaits: boolean;
}

/** Looks at the table before the load: how long one takes when nothing else goes on. */
const CALM_LOOKS = 10;

/** Times of a calm look that one beside a busy load may take on top of the publish: the two share the processors. */
const BUSY = 10;

/** What a reader saw: one line of text for each state of the table, and how long it waited for answers. */
interface Sight {
  readonly states: ReadonlySet<string>;
  readonly looks: number;
  /** Milliseconds of the look that took longest. */
  readonly longest: number;
}

/**
 * A reader looks at a table again and again while a load of as many rows is published into it: it may see what was there
 * before and what is there after, nothing else, and never waits longer than the publish takes.
 */
export async function reader(
  { server, seed, modes, report }: PartContext,
  { rows, judgeWaits }: ReaderBounds = { rows: 1_000_000, judgeWaits: true },
): Promise<void> {
  for (const mode of modes) {
    await using site = await Site.create(server);
    const { first, second } = scenarioOf(mode, seed, { documents: rows, shape: 'flat' });
    const { problems, measured } = await beside(site.place, first, second, judgeWaits);
    report(caseResult('reader', `${rows} rows and as many loaded into them`, mode.name, problems, measured));
  }
}

async function beside(
  place: Place,
  first: WorkloadOptions,
  second: WorkloadOptions,
  judgeWaits: boolean,
): Promise<{ readonly problems: readonly Problem[]; readonly measured: string }> {
  const run = async (source: WorkloadOptions): Promise<WorkloadAnswer> =>
    answerOf(await startRun({ place, source: { ...source, pageSize: 1000 }, limits: {} }).ended);
  const before = await run(first);
  if (!before.ok) return { problems: [failed(before)], measured: before.code };
  const client = new Client(place.database);
  await client.connect();
  try {
    const calm = await look(client, place, (looks) => looks >= CALM_LOOKS);
    let ended = false;
    const loading = run(second).finally(() => {
      ended = true;
    });
    const busy = await look(client, place, () => ended);
    const answer = await loading;
    if (!answer.ok) return { problems: [failed(answer)], measured: answer.code };
    const after = await look(client, place, (looks) => looks >= 1);
    const problems = [...strange(busy, calm, after)];
    const publish = answer.publishSeconds * 1000;
    if (judgeWaits && busy.longest > publish + BUSY * calm.longest) {
      const detail = `waited ${busy.longest.toFixed(0)} ms for a publish of ${publish.toFixed(0)} ms`;
      problems.push({ outcome: 'over-limit', detail });
    }
    const measured = `${busy.looks} looks, longest ${busy.longest.toFixed(0)} ms (calm ${calm.longest.toFixed(0)} ms), publish ${publish.toFixed(0)} ms`;
    return { problems, measured };
  } finally {
    await client.end();
  }
}

/** Two numbers tell states apart: how many rows there are, and of which loads. */
async function look(client: Client, place: Place, isEnough: (looks: number) => boolean): Promise<Sight> {
  const table = nameIn(place, WORKLOAD_RESOURCE);
  const states = new Set<string>();
  let looks = 0;
  let longest = 0;
  while (!isEnough(looks)) {
    const started = performance.now();
    const { rows } = await client.query<{ state: string }>(
      `select count(*) || ' rows, loads ' || sum(hashtext(_leat_load_id)::bigint) as state from ${table}`,
    );
    longest = Math.max(longest, performance.now() - started);
    states.add(rows[0]?.state ?? '');
    looks += 1;
  }
  return { states, looks, longest };
}

function strange(busy: Sight, before: Sight, after: Sight): Problem[] {
  const known = new Set([...before.states, ...after.states]);
  const problems: Problem[] = [...busy.states]
    .filter((state) => !known.has(state))
    .map((state) => ({ outcome: 'half-published', detail: `seen: ${state}` }));
  // Otherwise nothing would have been tested.
  if (known.size < 2) problems.push({ outcome: 'lost', detail: 'the load changed nothing' });
  return problems;
}

function failed({ code, message }: Extract<WorkloadAnswer, { ok: false }>): Problem {
  return { outcome: 'stuck', detail: `${code} ${message}` };
}
