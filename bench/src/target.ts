import { megabytes } from './format-number.ts';

/** What a target is about. */
export type Measure =
  | 'ratio'
  | 'timesFloor'
  | 'peakRssBytes'
  | 'rssRatio'
  | 'parsedBytesPerSecond'
  | 'extraSeconds'
  | 'seconds';

/** Something to reach: `must` holds now, `aim` is where it is going. */
export interface Target {
  readonly measure: Measure;
  readonly must: number;
  readonly aim?: number;
}

/** How a measure is judged and spelled. */
export interface MeasureTraits {
  readonly title: string;
  /** Whether more is better. */
  readonly more: boolean;
  readonly text: (value: number) => string;
}

const plain = (value: number): string => value.toFixed(2);
const milliseconds = (value: number): string => `${(value * 1000).toFixed(0)} ms`;

/** Every measure there is. What stands beside a workload is its floor, or the workload itself with a tenth of the rows. */
export const MEASURES: Readonly<Record<Measure, MeasureTraits>> = {
  ratio: { title: 'rows/s over those beside it', more: true, text: plain },
  timesFloor: { title: 'seconds over those of the floor', more: false, text: plain },
  peakRssBytes: { title: 'peak RSS', more: false, text: megabytes },
  rssRatio: { title: 'peak RSS over that beside it', more: false, text: plain },
  parsedBytesPerSecond: { title: 'text parsed per second', more: true, text: megabytes },
  extraSeconds: { title: 'seconds more than beside it', more: false, text: milliseconds },
  seconds: { title: 'whole process', more: false, text: milliseconds },
};

/** How a measurement stands to a target. */
export interface TargetResult extends Target {
  readonly measured: number;
  readonly met: boolean;
  /** The same for `aim`; absent where there is none. */
  readonly aimMet?: boolean;
}

/** Compares a measurement with its target. */
export function judge(target: Target, measured: number): TargetResult {
  const reaches = (wanted: number): boolean =>
    MEASURES[target.measure].more ? measured >= wanted : measured <= wanted;
  return {
    ...target,
    measured,
    met: reaches(target.must),
    ...(target.aim === undefined ? {} : { aimMet: reaches(target.aim) }),
  };
}
