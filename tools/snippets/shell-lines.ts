/** A command of a shell block, with its words. */
export type ShellLine = readonly string[];

/** Splits a shell block into its commands; comments go, quotes are kept together. */
export function shellLines(code: string): readonly ShellLine[] {
  return code
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
    );
}
