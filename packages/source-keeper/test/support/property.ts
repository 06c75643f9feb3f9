import * as fc from 'fast-check';

// Fixed, so that a failure is the same everywhere; fast-check prints it together with the counterexample.
fc.configureGlobal({ seed: 20_261_124, numRuns: 200 });

export { fc };
