/**
 * Definition levels of an optional column: for each row whether it has a value, in the RLE and bit-packing hybrid of
 * Parquet's data page v1, behind their length (Apache Parquet, Encodings.md).
 */
export function definitionLevels(validity: Uint8Array, rows: number, values: number): Uint8Array {
  if (values === rows || values === 0) return withLength(run(rows, values === 0 ? 0 : 1));
  const groups = (rows + 7) >> 3;
  const header = varint(groups * 2 + 1);
  const body = Buffer.allocUnsafe(header.length + groups);
  body.set(header);
  body.set(packBits(validity, rows), header.length);
  return withLength(body);
}

/** One index, 0, for all rows of a dictionary-encoded page: its bit width, then one run. */
export function repeatedIndex(rows: number): Uint8Array {
  return Buffer.concat([Buffer.from([1]), run(rows, 0)]);
}

/** Eight flags to a byte, the first one lowest. */
export function packBits(flags: Uint8Array, count: number): Uint8Array {
  const packed = new Uint8Array((count + 7) >> 3);
  for (let index = 0; index < count; index++) {
    if (flags[index] === 1) packed[index >> 3] = (packed[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return packed;
}

function run(length: number, value: number): Uint8Array {
  return Buffer.concat([varint(length * 2), Buffer.from([value])]);
}

function withLength(body: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
