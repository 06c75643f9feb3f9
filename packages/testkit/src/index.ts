export { generatorSource, type GeneratorResource } from './generator/generator-source.ts';
export type { GeneratorOptions, GeneratorShape } from './generator/generator-options.ts';
export type {
  GeneratedDocument,
  GeneratedEvent,
  GeneratedItem,
  GeneratedPart,
  GeneratedRow,
} from './generator/generated-row.ts';
export { generatedTables, type ExpectedRow, type ExpectedTable } from './generator/generated-tables.ts';
export { accountFor, takeAccount, type AccountOptions } from './oracle/account-for.ts';
export { accountForGenerated, type GeneratedAccountOptions } from './oracle/account-for-generated.ts';
export { AccountError } from './oracle/account-error.ts';
export type { Account, Discrepancy } from './oracle/account.ts';
export { receiptProblems } from './oracle/receipt-problems.ts';
export { comparableValue } from './values/comparable-value.ts';
export { memory, memoryDestination, type MemoryOptions } from './memory/memory-destination.ts';
export { MemoryDataset, MemoryStore, type MemorySnapshot, type MemoryTable } from './memory/memory-store.ts';
export { destinationTests } from './conformance/destination-tests.ts';
export type { ConformanceTest } from './conformance/conformance-test.ts';
export { BROKEN_DESTINATIONS, type BrokenDestination } from './broken/defects.ts';
export {
  killRandomly,
  runKilled,
  runToEnd,
  type KilledScript,
  type RandomEnd,
  type RandomlyKilledScript,
} from './processes/run-killed.ts';
export type { ChildEnd, ChildScript } from './processes/run-child.ts';
export { ChildError } from './processes/child-error.ts';
export { sourceTests, type SourceTestOptions } from './conformance/source-tests.ts';
export type { Direction, Fault, Tap, Verdict } from './fault-proxy/fault.ts';
export { FaultProxy, type ProxyTarget } from './fault-proxy/fault-proxy.ts';
