import { readFileSync } from 'node:fs';

const KIBIBYTE = 1024;

/**
 * Bytes of physical memory this process held at its peak.
 *
 * On Linux from `VmHWM` (proc(5)): `getrusage` counts from before `exec`, so there a child shows at least what its parent
 * held. Elsewhere `maxRSS`, which Node gives in kibibytes.
 */
export function peakRssBytes(): number {
  if (process.platform === 'linux') {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (match !== null) return Number(match[1]) * KIBIBYTE;
  }
  return process.resourceUsage().maxRSS * KIBIBYTE;
}
