import { definePipeline, type Destination, type Pipeline } from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { keeper, type KeeperOptionsInput } from '@leat/source-keeper';

/** Everything an administrator wants to analyse; by default into a DuckDB file in `folder`. */
export function keeperPipeline(
  folder: string,
  options: KeeperOptionsInput,
  destination: Destination = duckdb({ path: `${folder}/keeper.duckdb` }),
): Pipeline {
  return definePipeline({
    name: 'keeper-security',
    source: keeper({ preset: 'full', ...options }),
    destination,
    dataset: 'keeper',
    workDir: `${folder}/.leat`,
  });
}
