import { receiptProblems } from '@leat/testkit';
import type { Problem } from '../results/case-result.ts';
import type { Snapshot, TableFacts } from './snapshot.ts';

/**
 * Says what is wrong with what a reader sees, given what it may see: the dataset before a load, or after it. Data and
 * state must come from the same one.
 */
export function judgeSnapshot(found: Snapshot, allowed: readonly [Snapshot, ...Snapshot[]]): readonly Problem[] {
  const problems: Problem[] = [];
  const sameData = allowed.filter((one) => sameTables(one, found));
  if (sameData.length === 0) problems.push(...judgeTables(found, allowed));
  else if (!sameData.some(({ state }) => state === found.state)) problems.push(judgeState(found, allowed));
  const orphans = Object.values(found.tables).reduce((sum, table) => sum + table.orphans, 0);
  if (orphans > 0) problems.push({ outcome: 'half-published', detail: `${orphans} child rows without their parent` });
  if (found.staging.length > 0) {
    problems.push({ outcome: 'left-over', detail: `staging tables ${found.staging.join(', ')}` });
  }
  if (found.unlisted > 0)
    problems.push({ outcome: 'unbalanced', detail: `${found.unlisted} rows of loads nobody lists` });
  const receipts = found.receipts.flatMap(receiptProblems);
  if (receipts.length > 0) problems.push({ outcome: 'unbalanced', detail: receipts.join('; ') });
  return problems;
}

function sameTables(one: Snapshot, other: Snapshot): boolean {
  return Object.entries(one.tables).every(([name, facts]) => sameFacts(facts, other.tables[name]));
}

function sameFacts(one: TableFacts, other: TableFacts | undefined): boolean {
  return one.rows === other?.rows && one.keys === other.keys && one.print === other.print;
}

function judgeTables(found: Snapshot, allowed: readonly Snapshot[]): readonly Problem[] {
  if (allowed.length > 1) {
    const shown = Object.entries(found.tables).map(([name, { rows }]) => `${name} ${rows}`);
    return [{ outcome: 'half-published', detail: `neither before nor after the load: ${shown.join(', ')}` }];
  }
  const [expected] = allowed;
  return Object.entries(expected?.tables ?? {}).flatMap(([name, facts]): readonly Problem[] => {
    const table = found.tables[name];
    if (table === undefined || sameFacts(facts, table)) return [];
    const outcome =
      table.keys < facts.keys || table.rows < facts.rows ? 'lost' : table.rows > facts.rows ? 'doubled' : 'altered';
    return [{ outcome, detail: `${name}: ${facts.rows} rows expected, ${table.rows} found with ${table.keys} keys` }];
  });
}

/** The data are those of one instant, the state is that of another one. */
function judgeState(found: Snapshot, allowed: readonly Snapshot[]): Problem {
  const stateAt = allowed.findIndex(({ state }) => state === found.state);
  const dataAt = allowed.findIndex((one) => sameTables(one, found));
  const outcome = stateAt > dataAt ? 'state-ahead' : stateAt === -1 ? 'altered' : 'state-behind';
  return {
    outcome,
    detail: `state ${found.state ?? 'absent'}, data of ${allowed[dataAt]?.state ?? 'an empty dataset'}`,
  };
}
