import { AccountError, accountFor } from '@leat/testkit';
import type { Problem } from '../results/case-result.ts';
import { nameIn, pipelineAt, TemporaryFolder, type Place } from '../place.ts';
import { dispositionOf, type Scenario } from '../workload/scenario.ts';
import { specialResource } from '../workload/special-source.ts';
import { rowsAfterBoth } from './expected-rows.ts';

/** Compares every row of every table with the oracle, both ways, and with the receipts of all loads. */
export async function accountForPlace(place: Place, scenario: Scenario): Promise<readonly Problem[]> {
  using scratch = new TemporaryFolder();
  const reader = pipelineAt({ ...place, workDir: scratch.path }, specialResource({ special: 'nothing', size: 0 }));
  await using dataset = await reader.open();
  const call = { signal: new AbortController().signal, logger: { log: () => {} } };
  const loads = await dataset.client.readLoads({}, call);
  const receipts = loads.map(({ receipt }) => receipt).toReversed();
  const versions = scenario.mode.name === 'merge scd2';
  const problems: Problem[] = [];
  for (const { name, key, rows } of rowsAfterBoth(scenario)) {
    const actual = dataset.query(versions ? currentRows(place, name) : `select * from ${nameIn(place, name)}`);
    // What is current is less than what receipts count.
    const counted = versions ? {} : { receipts, disposition: dispositionOf(scenario.mode) };
    try {
      await accountFor({ table: name, key, expected: rows, actual, seed: scenario.first.seed, ...counted });
    } catch (error) {
      if (!(error instanceof AccountError)) throw error;
      problems.push({ outcome: outcomeOf(error), detail: error.message.replaceAll(/\s*\n\s*/g, ', ') });
    }
  }
  return problems;
}

/** Rows below a current root; children have no versions of their own. */
function currentRows(place: Place, table: string): string {
  const rows = nameIn(place, 'rows');
  const current = `select _leat_id from ${rows} where _leat_valid_to is null`;
  if (table === 'rows') return `select * from ${rows} where _leat_id in (${current})`;
  return `select * from ${nameIn(place, table)} where _leat_root_id in (${current})`;
}

function outcomeOf({ account }: AccountError): Problem['outcome'] {
  if (account.missing.count > 0) return 'lost';
  if (account.doubled.count > 0 || account.extra.count > 0) return 'doubled';
  return account.altered.count > 0 ? 'altered' : 'unbalanced';
}
