/**
 * Kills its process at a fail point of core. Loaded before a script with `node --import`; reads `LEAT_FAIL_POINT`,
 * which is `<name>` or `<name>:<n>` for the n-th time the point is passed.
 */
import { ConfigError } from '@leat/core';
// oxlint-disable-next-line no-restricted-imports -- the one subpath of core made for tests, never published
import { FAIL_POINTS, setFailPointHandler } from '@leat/core/fail-points';

const wanted = process.env['LEAT_FAIL_POINT'] ?? '';
const [, name = '', count = '1'] = /^(.+?)(?::([1-9]\d*))?$/.exec(wanted) ?? [];

if (!FAIL_POINTS.some((point) => point === name)) {
  throw new ConfigError(`LEAT_FAIL_POINT names no fail point: ${JSON.stringify(wanted)}.`, {
    code: 'LEAT_FAIL_POINT_UNKNOWN',
    recoverability: 'terminal',
    remedy: `Use one of: ${FAIL_POINTS.join(', ')}.`,
  });
}

let passed = 0;
setFailPointHandler((point) => {
  if (point !== name) return;
  passed += 1;
  // The kernel ends the process before this call returns: no finally block, no exit handler runs.
  if (passed === Number(count)) process.kill(process.pid, 'SIGKILL');
});
