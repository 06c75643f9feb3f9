import { readFile } from 'node:fs/promises';

/** Where an entry of `exports` leads: a path, or paths by condition. */
export type ExportTarget = string | Readonly<Record<string, string>>;

/** The parts of a `package.json` that rules look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly description?: string;
  readonly sideEffects?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, ExportTarget>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, ExportTarget>> };
}

/** Reads a `package.json`. */
export async function readManifest(path: string): Promise<Manifest> {
  // Rules check what they read; a manifest without a name or version would not even install.
  return JSON.parse(await readFile(path, 'utf8')) as Manifest;
}
