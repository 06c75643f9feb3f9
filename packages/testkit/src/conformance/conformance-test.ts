import type { DestinationCapabilities } from '@leat/core';
import type { Workbench } from './workbench.ts';

/** One thing every destination must do, as data: any test runner can register it. */
export interface ConformanceTest {
  /** A sentence about behaviour, unique in the suite. */
  readonly name: string;
  /** Rejects where the destination does not behave so. Works in a dataset of its own, and leaves nothing behind. */
  readonly run: () => Promise<void>;
}

/** A test before it has a workbench. */
export interface ConformanceCase {
  readonly name: string;
  readonly body: (bench: Workbench) => Promise<void>;
}

/** Gives the cases that apply to a destination with these capabilities. */
export type CaseList = (capabilities: DestinationCapabilities) => readonly ConformanceCase[];
