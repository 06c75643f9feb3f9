/** A command line that passed the rules of this package. */
export interface KeeperCommand {
  /** As it is sent. */
  readonly line: string;
  /** First word, as the command list of an API key must hold it. */
  readonly root: string;
  /** The words that name it, without arguments: for messages. */
  readonly label: string;
  /** What the service's user needs beyond a vault of its own, as the end of a sentence: "the role …". */
  readonly privilege?: string;
  /** What the service says of it may hold secrets: nothing of it is quoted in errors and logs. */
  readonly unquotable?: true;
}
