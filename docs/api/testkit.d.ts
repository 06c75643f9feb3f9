// @leat/testkit exports "."

// #region Interfaces
export interface Account {
  readonly table: string;
  readonly expected: number;
  readonly actual: number;
  readonly missing: Discrepancy;
  readonly extra: Discrepancy;
  readonly doubled: Discrepancy;
  readonly altered: Discrepancy;
  readonly receiptProblems: readonly string[];
}
export interface AccountOptions {
  readonly table: string;
  readonly expected: Iterable<ExpectedRow> | AsyncIterable<ExpectedRow>;
  readonly actual: Iterable<object> | AsyncIterable<object>;
  readonly key?: string;
  readonly columns?: readonly string[];
  readonly receipts?: readonly LoadReceipt[];
  readonly disposition?: WriteDisposition;
  readonly seed?: number | string;
}
export interface BrokenDestination {
  readonly name: string;
  readonly description: string;
  readonly plugin: CallableDestination<MemoryOptions, MemoryOptions>;
}
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}
export interface ChildScript {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeout?: number;
}
export interface ConformanceTest {
  readonly name: string;
  readonly run: () => Promise<void>;
}
export interface Discrepancy {
  readonly count: number;
  readonly examples: readonly string[];
}
export interface ExpectedTable {
  readonly name: string;
  readonly parent?: string;
  readonly key: string;
  rows(): Iterable<ExpectedRow>;
}
export interface GeneratedAccountOptions {
  readonly options: GeneratorOptions;
  readonly rows: (_: string) => Iterable<object> | AsyncIterable<object>;
  readonly receipts?: readonly LoadReceipt[];
}
export interface GeneratedDocument {
  readonly id: number;
  readonly seq: number;
  readonly payload: string;
  readonly payload_sha: string;
  readonly customer: {
    readonly name: string;
    readonly address: {
      readonly city: string;
      readonly zip: string | null;
    };
  };
  readonly items: readonly GeneratedItem[];
  readonly events: readonly GeneratedEvent[];
  readonly tags: readonly string[];
}
export interface GeneratedEvent {
  readonly id: number;
  readonly seq: number;
  readonly document_id: number;
  readonly at: string;
  readonly kind: string;
}
export interface GeneratedItem {
  readonly id: number;
  readonly seq: number;
  readonly document_id: number;
  readonly sku: string;
  readonly quantity: number;
  readonly price: number;
  readonly note: string | null;
  readonly parts?: readonly GeneratedPart[];
}
export interface GeneratedPart {
  readonly id: number;
  readonly seq: number;
  readonly document_id: number;
  readonly label: string;
}
export interface GeneratedRow {
  readonly id: number;
  readonly seq: number;
  readonly payload: string;
  readonly payload_sha: string;
  readonly price: number;
  readonly ratio: number;
  readonly active: boolean;
  readonly updated_at: string;
  readonly amount: string;
  readonly note: string | null;
}
export interface GeneratorOptions {
  readonly rows: number;
  readonly seed?: number;
  readonly pageSize?: number;
  readonly resources?: readonly string[];
  readonly shape?: GeneratorShape;
  readonly revision?: number;
  readonly write?: WriteMode;
  readonly failAfter?: number | Readonly<Record<string, number>>;
  readonly resume?: boolean;
}
export interface KilledScript extends ChildScript {
  readonly point: string;
}
export interface MemoryOptions {
  readonly store: MemoryStore;
}
export interface MemorySnapshot {
  readonly tables: ReadonlyMap<string, MemoryTable>;
  readonly schemas: readonly StoredSchema[];
  readonly state: readonly StateRow[];
  readonly loads: readonly LoadRow[];
}
export interface MemoryTable {
  readonly columns: readonly StoredColumn[];
  readonly rows: readonly StoredRow[];
}
export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}
export interface RandomEnd extends ChildEnd {
  readonly outcome: "killed" | "finished";
  readonly killAfter: number;
}
export interface RandomlyKilledScript extends ChildScript {
  readonly seed: number;
  readonly minMs: number;
  readonly maxMs: number;
}
export interface SourceTestOptions {
  readonly resources?: readonly string[];
  readonly rows?: number;
}
// #endregion

// #region Types
export type Direction = "to-server" | "to-client";
export type ExpectedRow = Readonly<Record<string, unknown>>;
export type Fault = {
  readonly kind: "latency";
  readonly milliseconds: number;
} | {
  readonly kind: "timeout";
} | {
  readonly kind: "reset";
} | {
  readonly kind: "slice";
  readonly bytes: number;
} | {
  readonly kind: "limit";
  readonly bytes: number;
} | {
  readonly kind: "slow-close";
  readonly milliseconds: number;
} | {
  readonly kind: "down";
};
export type GeneratorResource = Resource<string, GeneratedRow | GeneratedDocument>;
export type GeneratorShape = "flat" | "nested" | "deep";
export type Tap = (_: Buffer, _: Direction) => Verdict;
export type Verdict = "pass" | "cut-before" | "cut-after";
// #endregion

// #region Classes
export declare class AccountError extends LeatError {
  override readonly name = "AccountError";
  readonly account: Account;
  constructor(_: Account, _: number | string | undefined);
}
export declare class ChildError extends LeatError {
  override readonly name = "ChildError";
  constructor(_: string, _: string, _: ChildEnd);
}
export declare class FaultProxy implements AsyncDisposable {
  #private;
  private constructor();
  static start(_: ProxyTarget): Promise<FaultProxy>;
  get port(): number;
  get opened(): number;
  use(_: Fault | undefined): Promise<void>;
  watch(_: Tap | undefined): void;
  reset(): void;
  [Symbol.asyncDispose](): Promise<void>;
}
export declare class MemoryDataset {
  snapshot: MemorySnapshot;
  readonly epochs: Map<string, number>;
}
export declare class MemoryStore {
  readonly datasets: Map<string, MemoryDataset>;
}
// #endregion

// #region Functions
export declare function accountFor(_: AccountOptions): Promise<Account>;
export declare function accountForGenerated({ options, rows, receipts }: GeneratedAccountOptions): Promise<readonly Account[]>;
export declare function comparableValue({ dataType }: Pick<Column, "dataType">, _: unknown): string | null;
export declare function destinationTests(_: Destination): Promise<readonly ConformanceTest[]>;
export declare function generatedTables(_: GeneratorOptions): readonly ExpectedTable[];
export declare function killRandomly({ seed, minMs, maxMs, ...child }: RandomlyKilledScript): Promise<RandomEnd>;
export declare function memoryDestination(_?: MemoryStore): Destination;
export declare function receiptProblems(_: LoadReceipt): readonly string[];
export declare function runKilled({ point, ...child }: KilledScript): Promise<ChildEnd>;
export declare function runToEnd(_: ChildScript): Promise<ChildEnd>;
export declare function sourceTests({ plugin, options }: Source, _?: SourceTestOptions): Promise<readonly ConformanceTest[]>;
export declare function takeAccount(_: AccountOptions): Promise<Account>;
// #endregion

// #region Variables
export declare const BROKEN_DESTINATIONS: readonly BrokenDestination[];
export declare const generatorSource: CallableSource<GeneratorOptions, GeneratorOptions, readonly GeneratorResource[]>;
export declare const memory: CallableDestination<MemoryOptions, MemoryOptions>;
// #endregion

// #region Referenced (internal)
type StoredRow = Readonly<Record<string, unknown>>;
// #endregion
// @leat/testkit exports "./vitest"

// #region Interfaces
export interface DestinationSuite<Options, Input> {
  readonly plugin: CallableDestination<Options, Input>;
  readonly options: NoInfer<Input>;
  readonly expectedFailures?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}
export interface SourceSuite<Options, Input, Resources extends readonly AnyResource[]> extends SourceTestOptions {
  readonly plugin: CallableSource<Options, Input, Resources>;
  readonly options: NoInfer<Input>;
  readonly expectedFailures?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}
// #endregion

// #region Functions
export declare function describeDestination<Options, Input>(_: DestinationSuite<Options, Input>): void;
export declare function describeSource<Options, Input, Resources extends readonly AnyResource[]>(_: SourceSuite<Options, Input, Resources>): void;
// #endregion
