/**
 * What a caller of the simulator did wrong: an impossible option, or a control that does not fit the moment.
 * The package stands alone, so it has its own error class; `code` and `remedy` have the meaning they have everywhere in leat.
 */
export class KeeperSimulatorError extends Error {
  override readonly name = 'KeeperSimulatorError';
  readonly code: `LEAT_SIMULATOR_${string}`;
  /** What to do about it, as a sentence. */
  readonly remedy: string;

  constructor(code: `LEAT_SIMULATOR_${string}`, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}
