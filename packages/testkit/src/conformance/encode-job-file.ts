import { ConfigError, type Column, type DestinationCapabilities, type JobFileFormat } from '@leat/core';
import { encodeJsonLines, type SampleRow } from './encode-json-lines.ts';

type Encoder = (columns: readonly Column[], rows: readonly SampleRow[]) => Uint8Array;

const ENCODERS: Readonly<Partial<Record<JobFileFormat, Encoder>>> = { jsonl: encodeJsonLines };

/** The format job files are made in: the one the destination likes best among those the testkit can write. */
export function jobFileFormat({ fileFormats }: DestinationCapabilities): JobFileFormat {
  const format = fileFormats.find((each) => ENCODERS[each] !== undefined);
  if (format !== undefined) return format;
  throw new ConfigError(`The testkit writes none of the formats this destination accepts: ${fileFormats.join(', ')}.`, {
    code: 'LEAT_FORMAT_UNSUPPORTED',
    recoverability: 'terminal',
    remedy: `Let the destination accept one of: ${Object.keys(ENCODERS).join(', ')}.`,
  });
}

/** The bytes of a job file. */
export function encodeJobFile(
  format: JobFileFormat,
  columns: readonly Column[],
  rows: readonly SampleRow[],
): Uint8Array {
  const encode = ENCODERS[format] ?? encodeJsonLines;
  return encode(columns, rows);
}
