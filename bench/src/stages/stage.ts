import type { DataType } from '@leat/core';
import type { ProfileNode } from './cpu-profile.ts';

/** What a stage's time is divided by. */
export type StageUnit = DataType | 'value' | 'row' | 'run';

/** A part of the work on rows. */
export interface Stage {
  readonly name: string;
  /** The time is spread over values of this type, over all values, over rows, or not at all. */
  readonly unit: StageUnit;
  /** Files whose functions belong to it, with everything they call that is in no stage itself. */
  readonly files: RegExp;
  /** Names of functions outside our files that belong to it when one of its files calls them; all where absent. */
  readonly calls?: RegExp;
}

/** The first stage that fits a frame counts. Base classes of vectors and parsers of values belong to whoever calls them. */
export const STAGES: readonly Stage[] = [
  { name: 'generate', unit: 'row', files: /bench\/src\/workloads\// },
  {
    name: 'keys and shapes',
    unit: 'value',
    files: /core\/src\/normalize\/(?:object-node|key-slot|inspect-nested)\.ts$/,
  },
  { name: 'gather', unit: 'value', files: /core\/src\/normalize\/gather\.ts$/ },
  { name: 'lists to elements', unit: 'row', files: /core\/src\/normalize\/list-node\.ts$/ },
  { name: 'append bigint', unit: 'bigint', files: /core\/src\/columns\/int64-vector\.ts$/ },
  { name: 'append double', unit: 'double', files: /core\/src\/columns\/double-vector\.ts$/ },
  { name: 'append bool', unit: 'bool', files: /core\/src\/columns\/bool-vector\.ts$/ },
  { name: 'append text', unit: 'text', files: /core\/src\/columns\/text-vector\.ts$/ },
  { name: 'append timestamp', unit: 'timestamp', files: /core\/src\/columns\/timestamp-vector\.ts$/ },
  { name: 'append decimal', unit: 'decimal', files: /core\/src\/columns\/decimal-vector\.ts$/ },
  { name: 'row ids', unit: 'row', files: /core\/src\/(?:columns\/id-vector|normalize\/row-ids)\.ts$/ },
  { name: 'rest of normalize', unit: 'value', files: /core\/src\/(?:normalize|schema)\/(?!iso-|calendar|ascii)/ },
  { name: 'encode parquet', unit: 'value', files: /core\/src\/package\/writers\// },
  { name: 'hash', unit: 'value', files: /core\/src\/package\//, calls: /^(?:update|digest|_handle|Hash.*)$/ },
  { name: 'write', unit: 'value', files: /core\/src\/package\// },
  { name: 'parse text', unit: 'row', files: /core\/src\/json\// },
  { name: 'rest of core', unit: 'row', files: /core\/src\/(?!columns\/|schema\/)/ },
];

/** What the engine calls its own nodes, and what that is. */
const ENGINE: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(idle)', 'waiting'],
  ['(program)', 'engine and kernel'],
]);

/** The stage a node's own time belongs to; for what no stage called, a word for whose it is. */
export function stageOf(node: ProfileNode): Stage | string {
  const engine = node.url === '' ? ENGINE.get(node.functionName) : undefined;
  if (engine !== undefined) return engine;
  for (let frame: ProfileNode | undefined = node; frame !== undefined; frame = frame.parent) {
    const { url } = frame;
    const stage = STAGES.find(
      ({ files, calls }) => files.test(url) && (calls === undefined || calls.test(node.functionName)),
    );
    if (stage !== undefined) return stage;
  }
  return 'starting Node and loading modules';
}
