import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Tool that installs packages into a project. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const LOCK_FILES: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
};

const COMMANDS: Readonly<Record<PackageManager, string>> = {
  npm: 'npm install',
  pnpm: 'pnpm add',
  yarn: 'yarn add',
  bun: 'bun add',
};

/**
 * Finds the package manager of a project: by the nearest lock file, else by the `packageManager` field, else by
 * `npm_config_user_agent` (set by the tool that started this process, such as `npx`), else npm.
 */
export function detectPackageManager(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): PackageManager {
  for (let current = folder; ; current = dirname(current)) {
    const lockFile = Object.keys(LOCK_FILES).find((name) => existsSync(join(current, name)));
    const manager = lockFile === undefined ? declaredIn(current) : LOCK_FILES[lockFile];
    if (manager !== undefined) return manager;
    if (dirname(current) === current) return named(environment['npm_config_user_agent']) ?? 'npm';
  }
}

/** Writes the command that installs a package into the project, to be copied into a shell. */
export function installCommand(
  folder: string,
  packageName: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const manager = detectPackageManager(folder, environment);
  // pnpm refuses to add to the root of a workspace unless it is told that the root is meant.
  const root = manager === 'pnpm' && existsSync(join(folder, 'pnpm-workspace.yaml')) ? ' -w' : '';
  return `${COMMANDS[manager]}${root} ${packageName}`;
}

function declaredIn(folder: string): PackageManager | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const isDeclared = typeof manifest === 'object' && manifest !== null && 'packageManager' in manifest;
    return isDeclared && typeof manifest.packageManager === 'string' ? named(manifest.packageManager) : undefined;
  } catch {
    // No manifest here, or a broken one: it only fails to name a tool.
    return undefined;
  }
}

function named(text: string | undefined): PackageManager | undefined {
  const name = /^[a-z]+/.exec(text ?? '')?.[0];
  return Object.values(LOCK_FILES).find((manager) => manager === name);
}
