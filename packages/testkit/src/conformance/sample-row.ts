/** A row to be loaded: column name → value. Decimals and times are text, json is JSON text, bigints may be `bigint`. */
export type SampleRow = Readonly<Record<string, SampleValue>>;

export type SampleValue = string | number | bigint | boolean | Uint8Array | null;
