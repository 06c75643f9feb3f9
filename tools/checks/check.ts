/** One thing that has to hold for the repository. */
export interface Check {
  readonly name: string;
  /** Resolves to what is wrong, a sentence or a tool's output each; to nothing when all is well. */
  run(): Promise<readonly string[]>;
}
