export { describeDestination, type DestinationSuite } from './vitest/describe-destination.ts';
