export { describeDestination, type DestinationSuite } from './vitest/describe-destination.ts';
export { describeSource, type SourceSuite } from './vitest/describe-source.ts';
