import { runToEnd } from '@leat/testkit';
import { workloadScript } from '../child/start-run.ts';
import { accountForPlace } from '../oracle/account-for-place.ts';
import { emptySnapshot, takeSnapshot, type Snapshot } from '../oracle/snapshot.ts';
import { dirname } from 'node:path';
import { Site, type Server } from '../site.ts';
import type { Scenario } from '../workload/scenario.ts';
import type { WorkloadOptions } from '../workload/workload-source.ts';

/** A load that is going to be disturbed: where it starts from, and what a reader may see of it. */
export interface Start {
  readonly name: 'first load' | 'later load';
  /** Folder to begin with a copy of; undefined where there is nothing yet. */
  readonly folder: string | undefined;
  /** As `folder`, with its database. */
  readonly origin: Site | undefined;
  readonly server: Server;
  readonly workload: WorkloadOptions;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Both loads of a scenario without any disturbance, accounted for row by row. What happens to others is compared with this. */
export class Rehearsal implements AsyncDisposable {
  readonly scenario: Scenario;
  readonly starts: readonly [first: Start, later: Start];
  readonly #site: Site;

  private constructor(scenario: Scenario, site: Site, starts: readonly [Start, Start]) {
    this.scenario = scenario;
    this.#site = site;
    this.starts = starts;
  }

  static async of(scenario: Scenario, server?: Server): Promise<Rehearsal> {
    const { first, second } = scenario;
    const site = await Site.create(server);
    try {
      const { place } = site;
      await runToEnd(workloadScript({ place, source: first }));
      const afterFirst = await takeSnapshot(place, first);
      await using copy = await Site.create(server, site);
      const end = copy.place;
      await runToEnd(workloadScript({ place: end, source: second }));
      const problems = await accountForPlace(end, scenario);
      if (problems.length > 0) {
        throw new Error(`${scenario.mode.name}, undisturbed: ${problems.map(({ detail }) => detail).join('; ')}`);
      }
      const afterSecond = await takeSnapshot(end, second);
      const folder = dirname(place.workDir);
      const empty = { folder: undefined, origin: undefined, server };
      return new Rehearsal(scenario, site, [
        { name: 'first load', ...empty, workload: first, before: emptySnapshot(first), after: afterFirst },
        { name: 'later load', folder, origin: site, server, workload: second, before: afterFirst, after: afterSecond },
      ]);
    } catch (error) {
      await site[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#site[Symbol.asyncDispose]();
  }
}

/** A site to begin a load at. */
export async function copyOf({ server, origin }: Start): Promise<Site> {
  return await Site.create(server, origin);
}
