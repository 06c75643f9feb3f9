import { runToEnd } from '@leat/testkit';
import { workloadScript } from '../child/start-run.ts';
import { accountForPlace } from '../oracle/account-for-place.ts';
import { emptySnapshot, takeSnapshot, type Snapshot } from '../oracle/snapshot.ts';
import { placeIn, TemporaryFolder } from '../place.ts';
import type { Scenario } from '../workload/scenario.ts';
import type { WorkloadOptions } from '../workload/workload-source.ts';

/** A load that is going to be disturbed: where it starts from, and what a reader may see of it. */
export interface Start {
  readonly name: 'first load' | 'later load';
  /** Folder to begin with a copy of; undefined where there is nothing yet. */
  readonly folder: string | undefined;
  readonly workload: WorkloadOptions;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Both loads of a scenario without any disturbance, accounted for row by row. What happens to others is compared with this. */
export class Rehearsal implements Disposable {
  readonly scenario: Scenario;
  readonly starts: readonly [first: Start, later: Start];
  readonly #folder: TemporaryFolder;

  private constructor(scenario: Scenario, folder: TemporaryFolder, starts: readonly [Start, Start]) {
    this.scenario = scenario;
    this.#folder = folder;
    this.starts = starts;
  }

  static async of(scenario: Scenario): Promise<Rehearsal> {
    const { first, second } = scenario;
    const folder = new TemporaryFolder();
    try {
      const place = placeIn(folder.path);
      await runToEnd(workloadScript({ place, source: first }));
      const afterFirst = await takeSnapshot(place, first);
      using copy = TemporaryFolder.copyOf(folder.path);
      const end = placeIn(copy.path);
      await runToEnd(workloadScript({ place: end, source: second }));
      const problems = await accountForPlace(end, scenario);
      if (problems.length > 0) {
        throw new Error(`${scenario.mode.name}, undisturbed: ${problems.map(({ detail }) => detail).join('; ')}`);
      }
      const afterSecond = await takeSnapshot(end, second);
      return new Rehearsal(scenario, folder, [
        { name: 'first load', folder: undefined, workload: first, before: emptySnapshot(first), after: afterFirst },
        { name: 'later load', folder: folder.path, workload: second, before: afterFirst, after: afterSecond },
      ]);
    } catch (error) {
      folder[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}
