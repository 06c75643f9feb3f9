import { type Clock, defineResource, type Resource } from '@leat/core';
import type { ServiceAnswer } from '../client/keeper-client.ts';
import type { KeeperRun } from './keeper-run.ts';
import { recordedRow } from './recorded-row.ts';

/** The queue of the service at one moment. */
export interface QueueStatusRow {
  /** ISO 8601, by the clock of the service where it told it. */
  readonly checked_at: string;
  readonly worker_running: boolean;
  /** Commands of all keys that wait. */
  readonly queue_size: number;
  /** Commands of this key that wait or run. */
  readonly active_requests: number;
  /** Commands of this key whose results the service still holds. */
  readonly completed_requests: number;
  /** Id of the running command; absent when idle or when it belongs to another key. */
  readonly currently_processing?: string | null;
}

/** Whether the service's process answers. */
export interface HealthRow {
  /** ISO 8601, by the clock of the service where it told it. */
  readonly checked_at: string;
  /** `ok`; says nothing about worker and session. */
  readonly status: string;
}

/** `/queue/status`: one row. */
export function queueStatus(run: KeeperRun, clock: Clock, optional: boolean): Resource<'queue_status', QueueStatusRow> {
  return defineResource<'queue_status', QueueStatusRow>({
    name: 'queue_status',
    description: 'The queue of the service at the time of the run: one row.',
    write: 'replace',
    optional,
    sensitive: true,
    primaryKey: 'checked_at',
    columns: {
      checked_at: {
        dataType: 'timestamp',
        nullable: false,
        description: 'When the service was asked.',
      },
      worker_running: {
        dataType: 'bool',
        description: 'False: commands are accepted but never run.',
      },
      queue_size: { dataType: 'bigint', description: 'Waiting commands of all keys.' },
      active_requests: {
        dataType: 'bigint',
        description: 'Waiting and running commands of this key.',
      },
      completed_requests: {
        dataType: 'bigint',
        description: 'Finished commands of this key that the service still holds.',
      },
      currently_processing: {
        dataType: 'text',
        description: 'Id of the running command of this key.',
      },
    },
    rows: async (context) => {
      const { success: _success, ...state } = withTime(await run.client.queueStatus(context), clock);
      return [recordedRow<QueueStatusRow>(state)];
    },
  });
}

/** `/health`: one row. */
export function health(run: KeeperRun, clock: Clock, optional: boolean): Resource<'health', HealthRow> {
  return defineResource<'health', HealthRow>({
    name: 'health',
    description: "Whether the service's process answered: one row.",
    write: 'replace',
    optional,
    sensitive: true,
    primaryKey: 'checked_at',
    columns: {
      checked_at: {
        dataType: 'timestamp',
        nullable: false,
        description: 'When the service was asked.',
      },
      status: { dataType: 'text', description: 'ok' },
    },
    rows: async (context) => [recordedRow<HealthRow>(withTime(await run.client.health(context), clock))],
  });
}

function withTime(answer: ServiceAnswer, clock: Clock): Readonly<Record<string, unknown>> {
  return { checked_at: new Date(answer.date ?? clock.now()).toISOString(), ...answer.value };
}
