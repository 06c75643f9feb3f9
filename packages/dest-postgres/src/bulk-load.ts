import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LoadJob } from '@leat/core';
import { quoteIdentifier, type StagingTarget } from '@leat/sql';
import type { Client } from 'pg';
import type { Driver } from './driver.ts';
import { fileError, isFileError } from './errors.ts';

/** Bytes read and sent at once; COPY is slow in small pieces, and gains nothing from larger ones. */
const CHUNK = 64 * 1024;

/**
 * Appends a job's file to its staging table by COPY and gives the rows the server counted. The file goes over as it is.
 * @throws DestinationError `LEAT_JOB_FILE` where the file cannot be read.
 */
export async function bulkLoad(
  client: Client,
  copyFrom: Driver['copyFrom'],
  job: LoadJob,
  target: StagingTarget,
  table: string,
): Promise<number> {
  const columns = target.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const copy = client.query(copyFrom(`copy ${table} (${columns}) from stdin (format csv, encoding 'UTF8')`));
  try {
    await pipeline(createReadStream(job.path, { highWaterMark: CHUNK }), copy);
    return copy.rowCount;
  } catch (error) {
    throw isFileError(error) ? fileError(job, error) : error;
  }
}
