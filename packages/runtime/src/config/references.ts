/** Stands for the value of an environment variable; also looked up in `.env.local` and `.env`. */
export interface EnvironmentReference {
  readonly $env: string;
  /** Taken when the variable is set nowhere. Without it the value counts as missing. */
  readonly fallback?: string;
}

/** Stands for the text of a file, without the line break at its end. */
export interface FileReference {
  /** Path, relative to the project folder. */
  readonly $file: string;
}

/** Stands for what a command prints, without the line break at its end. */
export interface CommandReference {
  /** The command and its arguments; no shell takes part. */
  readonly $exec: readonly string[];
}

/** A value that is written down elsewhere; plain data, so that JSON and TOML files can hold it too. */
export type Reference = EnvironmentReference | FileReference | CommandReference;

/** Takes a value from an environment variable (or from `.env.local`, `.env`), only when a pipeline needs it. */
export function env(name: string, fallback?: string): EnvironmentReference {
  return fallback === undefined ? { $env: name } : { $env: name, fallback };
}

/** Takes a value from a file, such as one a secret store mounts. */
export function file(path: string): FileReference {
  return { $file: path };
}

/** Takes a value from the output of a command, such as that of a password manager: `exec('op', 'read', 'op://…')`. */
export function exec(command: string, ...args: readonly string[]): CommandReference {
  return { $exec: [command, ...args] };
}

/** Tells whether a value of a configuration is a reference, in the form `env()`, `file()` and `exec()` give. */
export function isReference(value: unknown): value is Reference {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value);
  if ('$env' in value)
    return typeof value.$env === 'string' && keys.every((key) => key === '$env' || key === 'fallback');
  if (keys.length !== 1) return false;
  if ('$file' in value) return typeof value.$file === 'string';
  if ('$exec' in value) {
    return (
      Array.isArray(value.$exec) && value.$exec.length > 0 && value.$exec.every((part) => typeof part === 'string')
    );
  }
  return false;
}

/** Says what a reference points to, without arguments of commands: they may hold secrets. */
export function describeReference(reference: Reference): string {
  if ('$env' in reference) return `env(${JSON.stringify(reference.$env)})`;
  if ('$file' in reference) return `file(${JSON.stringify(reference.$file)})`;
  return `exec(${JSON.stringify(reference.$exec[0])}${reference.$exec.length > 1 ? ', …' : ''})`;
}
