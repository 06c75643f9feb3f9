import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { type CommandEnd, runCommand } from '../run-command.ts';

interface InstalledPackage {
  readonly hasInstallScript?: boolean;
}

/** A user's project outside the workspace, installed with npm from tarballs. */
export class CanaryProject {
  readonly folder: string;
  readonly #home: string;
  readonly #path: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#home = join(folder, '.home');
    this.#path = `${join(folder, 'node_modules/.bin')}:${join(folder, '.node')}:${process.env['PATH'] ?? ''}`;
  }

  /** Installs `wanted`; every package that has a tarball comes from it, whoever asks for it. */
  async install(wanted: readonly string[], tarballs: ReadonlyMap<string, string>): Promise<void> {
    await mkdir(this.#home, { recursive: true });
    await mkdir(join(this.folder, '.node'), { recursive: true });
    await symlink(process.execPath, join(this.folder, '.node/node'));
    const dependencies = Object.fromEntries(wanted.map((name) => [name, `file:${tarballs.get(name) ?? name}`]));
    // npm refuses an override that differs from a direct dependency; `$name` means "the same".
    const overrides = Object.fromEntries(
      [...tarballs].map(([name, path]) => [name, wanted.includes(name) ? `$${name}` : `file:${path}`]),
    );
    const manifest = { name: 'canary', private: true, type: 'module', dependencies, overrides };
    await writeFile(join(this.folder, 'package.json'), JSON.stringify(manifest));
    const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    const end = await runCommand('npm', args, { cwd: this.folder, env: { ...process.env, PATH: this.#path } });
    if (end.code !== 0) throw new Error(`npm install failed\n${end.stdout}${end.stderr}`);
  }

  /** Names of what is installed, with whether it runs a script at installation. */
  async installed(): Promise<ReadonlyMap<string, boolean>> {
    const text = await readFile(join(this.folder, 'node_modules/.package-lock.json'), 'utf8');
    // npm's own lockfile of what it put in place.
    const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, InstalledPackage>> };
    return new Map(
      Object.entries(packages).map(([path, { hasInstallScript }]) => [
        path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
        hasInstallScript === true,
      ]),
    );
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, name)), { recursive: true });
    await writeFile(join(this.folder, name), text);
  }

  /** The environment of a user with an empty home folder, the pinned Node.js and nothing of this repository. */
  environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    // The mark by which .ci/run finds processes that outlive their parent has to be passed on.
    const mark = process.env['LEAT_CI_RUN'];
    const marked = mark === undefined ? {} : { LEAT_CI_RUN: mark };
    return { HOME: this.#home, PATH: this.#path, NO_COLOR: '1', CI: 'true', ...marked, ...more };
  }

  run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
    return runCommand(command, args, { cwd: this.folder, env: this.environment(more), timeout: 120_000 });
  }
}
