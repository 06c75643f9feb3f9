/** Test-only: kept out of the published package by `publishConfig.exports`. */
export { FAIL_POINTS, setFailPointHandler, type FailPointHandler, type FailPointName } from './ports/fail-point.ts';
