import type { WorkspacePackage } from './packages.ts';

/** A rule about the packages of the workspace; yields what is wrong, one sentence each. */
export type Rule = (packages: readonly WorkspacePackage[]) => Iterable<string> | AsyncIterable<string>;
