#!/usr/bin/env node
// The bin. It imports next to nothing, so that `leat --version` costs little more than starting Node, and an old Node gets a
// sentence instead of a syntax error.
import module from 'node:module';
import { readVersion } from './version.ts';

const OLDEST_NODE = [22, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(`leat needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 3;
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${readVersion()}\n`);
} else {
  module.enableCompileCache();
  const { runCommandLine } = await import('./command-line.ts');
  await runCommandLine(args, process);
}
