// leat exports "."

// #region Types
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
// #endregion

// #region Variables
export declare const EXIT_CODE_MEANINGS: Readonly<Record<ExitCode, string>>;
export declare const EXIT_CODES: {
  readonly done: 0;
  readonly unexpected: 1;
  readonly changesPending: 2;
  readonly configuration: 3;
  readonly source: 4;
  readonly destination: 5;
  readonly data: 6;
  readonly partial: 7;
  readonly locked: 8;
  readonly interrupted: 130;
  readonly terminated: 143;
};
// #endregion

// #region Other
export { defineConfig }
export { defineDestination }
export { definePipeline }
export { defineResource }
export { defineSource }
export { Destination }
export { DestinationChoice }
export { DestinationPlugin }
export { env }
export { exec }
export { file }
export { LeatConfig }
export { noOptions }
export { OptionsSection }
export { Pipeline }
export { PipelineConfig }
export { PipelineDefinition }
export { PipelineSource }
export { Reference }
export { Resource }
export { ResourceContext }
export { RunEvent }
export { RunOptions }
export { RunReport }
export { Secret }
export { Source }
export { SourceChoice }
export { SourcePlugin }
// #endregion
