export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where leat and its plugins say what they do. Details hold no secrets and no row values. */
export interface Logger {
  log(level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Drops everything: the default of the library. The command line brings its own. */
export const silentLogger: Logger = { log: () => {} };
