import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own with few bytes; only a user who may mount can have one. */
export class SmallDisk implements Disposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Mounts one; undefined where this user or this machine may not. */
  static mount(path: string, bytes: number): SmallDisk | undefined {
    mkdirSync(path, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path], { stdio: 'pipe' });
    } catch {
      // No root, no CAP_SYS_ADMIN, or no mount(8): the caller says that it could not be tried.
      return undefined;
    }
    return new SmallDisk(path);
  }

  /** Fills the disk until so many bytes are left. */
  fill(left: number): void {
    const { bavail, bsize } = statfsSync(this.path);
    writeFileSync(join(this.path, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
  }

  /** Takes away what `fill` brought. */
  makeRoom(): void {
    rmSync(join(this.path, 'ballast'), { force: true });
  }

  [Symbol.dispose](): void {
    execFileSync('umount', [this.path]);
  }
}
