import { readFileSync } from 'node:fs';

const KIBIBYTE = 1024;

/**
 * Bytes of physical memory this process held at its peak.
 *
 * On Linux from `VmHWM` (proc(5)): `getrusage` counts from before `exec`, so there a child shows at least what its parent
 * held. Elsewhere `maxRSS`, which Node gives in kibibytes.
 */
export function peakRssBytes(): number {
  return statusBytes('VmHWM') ?? process.resourceUsage().maxRSS * KIBIBYTE;
}

/** Bytes of files mapped into memory, which is mostly the code of Node and of native drivers; undefined but on Linux. */
export function mappedFileBytes(): number | undefined {
  return statusBytes('RssFile');
}

function statusBytes(field: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return match === null ? undefined : Number(match[1]) * KIBIBYTE;
}
