import type { KeeperCommand } from '../../src/index.ts';

/** A command with no checks, as the client itself takes it. */
export function rawCommand(line: string): KeeperCommand {
  const words = line.replace(/ --format(=| +)json$/, '');
  return { line, root: words.split(' ')[0] ?? '', label: words.slice(0, 40) };
}
