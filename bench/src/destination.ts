import type { Destination } from '@leat/core';

/** A place to load into, and how to look at what arrived. */
export interface BenchDestination {
  readonly name: string;
  /** What leat gets; everything it stores lies in `folder`. */
  configure(folder: string): Destination;
}
