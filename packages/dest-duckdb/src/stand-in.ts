import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * An empty database that stands for a file that does not exist, until it is disposed of. It has the same file name, so the
 * catalog, which stands in every statement that is shown, is called the same.
 */
export class StandIn implements Disposable {
  readonly path: string;
  readonly #folder: string;

  constructor(missing: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'leat-'));
    this.path = join(this.#folder, basename(missing));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
