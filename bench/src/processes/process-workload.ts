/** A program that is over in a moment, measured from outside: starting Node and loading modules are what it is about. */
export interface ProcessWorkload {
  readonly name: string;
  readonly description: string;
  /** Arguments for Node; `folder` is empty. */
  arguments(folder: string): readonly string[];
  /** The same for what stands beside it. */
  floor(folder: string): readonly string[];
}
