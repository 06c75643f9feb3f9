import { createHash, type Hash } from 'node:crypto';
import { closeSync, fsync, openSync, writevSync } from 'node:fs';
import { promisify } from 'node:util';
import type { JobFileFormat } from '../destination/capabilities.ts';
import type { JobFile } from '../destination/client.ts';
import { failPoint } from '../ports/fail-point.ts';
import type { Column } from '../schema/column.ts';
import { asStorageError, FILE_MODE, withStorageErrors } from './file-system.ts';
import { createEncoder, type ColumnBatch, type JobFileEncoder } from './writers/job-file-encoder.ts';

const sync = promisify(fsync);

/** One `writev` takes 1024 buffers at the most (POSIX, IOV_MAX on Linux). */
const MOST_BUFFERS = 1024;

/**
 * Writes one job file: encodes batches, counts rows and bytes, and hashes what it writes.
 *
 * Writing is synchronous on purpose: a batch's buffers go to the page cache as they are, without a copy that would have
 * to outlive the call, and the next page can reuse them.
 */
export class JobFileWriter {
  readonly name: string;
  readonly path: string;
  readonly columns: readonly Column[];
  readonly #format: JobFileFormat;
  readonly #encoder: JobFileEncoder;
  readonly #descriptor: number;
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;
  #bytes = 0;

  constructor(path: string, name: string, format: JobFileFormat, columns: readonly Column[]) {
    this.name = name;
    this.path = path;
    this.columns = columns;
    this.#format = format;
    this.#encoder = createEncoder(format, columns);
    try {
      this.#descriptor = openSync(path, 'wx', FILE_MODE);
    } catch (error) {
      throw asStorageError(path, error);
    }
    failPoint('job.opened');
    this.#write(this.#encoder.begin());
  }

  get bytes(): number {
    return this.#bytes;
  }

  write(batch: ColumnBatch): void {
    this.#write(this.#encoder.encode(batch));
    this.#rows += batch.rows;
    failPoint('job.written');
  }

  /** Ends the file and waits until the disk has it. */
  async close(): Promise<JobFile> {
    this.#write(this.#encoder.end());
    try {
      await withStorageErrors(this.path, () => sync(this.#descriptor));
    } finally {
      closeSync(this.#descriptor);
    }
    failPoint('job.closed');
    return {
      name: this.name,
      format: this.#format,
      rows: this.#rows,
      bytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
    };
  }

  /** Closes the file without finishing it. */
  abandon(): void {
    closeSync(this.#descriptor);
  }

  #write(parts: readonly Uint8Array[]): void {
    for (const part of parts) this.#hash.update(part);
    try {
      for (let start = 0; start < parts.length; start += MOST_BUFFERS)
        this.#writeAll(parts.slice(start, start + MOST_BUFFERS));
    } catch (error) {
      throw asStorageError(this.path, error);
    }
  }

  /** A short write is rare on files, but allowed. */
  #writeAll(parts: readonly Uint8Array[]): void {
    let rest = parts.filter((part) => part.length > 0);
    while (rest.length > 0) {
      let written = writevSync(this.#descriptor, rest);
      this.#bytes += written;
      while (rest[0] !== undefined && written >= rest[0].length) {
        written -= rest[0].length;
        rest = rest.slice(1);
      }
      if (written > 0 && rest[0] !== undefined) rest = [rest[0].subarray(written), ...rest.slice(1)];
    }
  }
}
