/** Called with the name of every point passed; a test kills the process there. */
export type FailPointHandler = (name: string) => void;

let handler: FailPointHandler | undefined;

/** Marks an instant at which a crash must lose and double nothing. Does nothing unless a test has installed a handler. */
export function failPoint(name: FailPointName): void {
  handler?.(name);
}

/** Installs the handler, or removes it. For tests; the published package does not export it. */
export function setFailPointHandler(next: FailPointHandler | undefined): void {
  handler = next;
}

/** Every point, in the order in which a run passes them; resume passes those from `load.begun` on. */
export const FAIL_POINTS = [
  'run.locking',
  'run.locked',
  'run.connected',
  'package.created',
  'job.opened',
  'job.written',
  'job.closed',
  'load.begun',
  'load.file-staged',
  'extract.finished',
  'package.described',
  'package.before-seal',
  'package.sealed',
  'load.before-commit',
  'load.in-receipt',
  'load.committed',
  'package.loaded',
  'package.cleaned',
] as const;

export type FailPointName = (typeof FAIL_POINTS)[number];
