import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import process from 'node:process';
import type { Finding } from '../findings/print-findings.ts';

/** Looks at the lock of a pipeline's working folder; undefined where nobody holds it. */
export async function examineLock(path: string): Promise<Finding | undefined> {
  const holder = await readHolder(path);
  if (holder === undefined) return undefined;
  const who = `process ${holder.pid} on ${holder.host}`;
  if (holder.host !== hostname()) {
    return {
      subject: 'locks',
      name: path,
      status: 'warning',
      message: `held by ${who}, which cannot be seen from here`,
      remedy: 'If that host is gone for good, delete the file; otherwise wait for its run to end.',
    };
  }
  if (isAlive(holder.pid)) return { subject: 'locks', name: path, status: 'ok', message: `a run is under way: ${who}` };
  return {
    subject: 'locks',
    name: path,
    status: 'warning',
    message: `left behind by ${who}, which is gone`,
    remedy: 'Nothing to do: the next run takes it over.',
  };
}

async function readHolder(path: string): Promise<{ readonly host: string; readonly pid: number } | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const { host, pid } = parse(text);
  return { host: typeof host === 'string' ? host : 'an unknown host', pid: typeof pid === 'number' ? pid : 0 };
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? { ...document } : {};
  } catch {
    // A lock without its content says nothing about who holds it.
    return {};
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
