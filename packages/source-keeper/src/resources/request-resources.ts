import { defineResource, isLeatError, type Resource, type ResourceContext } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { rowsOf } from '../answers/rows.ts';
import { isSafeCommand, safeCommand } from '../commands/safe-command.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { classesOf, hintsOf, plain } from './columns.ts';
import type { KeeperRun } from './keeper-run.ts';

const STATUS_CELLS = {
  request_id: plain('text', 'Identifier of the request.', { required: true }),
  status: plain('text', 'queued, processing, completed, failed, expired.'),
  status_code: plain('bigint', 'HTTP status of the result.'),
  command: {
    type: 'text',
    description: 'The command; may hold names. Of one that may hold secrets, the first word. Personal data.',
    dataClass: 'personal',
  },
  error_message: {
    type: 'text',
    description: 'What went wrong; may hold names. Personal data.',
    dataClass: 'personal',
  },
  created_at: plain('text', 'Local time of the Commander host, without a zone.'),
  started_at: plain('text', 'Local time of the Commander host, without a zone.'),
  completed_at: plain('text', 'Local time of the Commander host, without a zone.'),
} as const;

/** `/status/<id>` of the requests in the options: one row each, without their results. */
export function requestStatus(
  run: KeeperRun,
  requestIds: readonly string[],
  optional: boolean,
): Resource<'status', JsonObject> {
  return defineResource<'status', JsonObject>({
    name: 'status',
    description: 'State of the requests named in the options.',
    write: 'replace',
    optional,
    primaryKey: 'request_id',
    columns: hintsOf(STATUS_CELLS),
    dataClasses: classesOf(STATUS_CELLS),
    sensitive: true,
    rows: async function* (context): AsyncGenerator<readonly JsonObject[], void, void> {
      for (const id of requestIds) {
        // oxlint-disable-next-line no-await-in-loop -- the service counts requests, so they go one by one
        const { value } = await run.client.requestStatus(id, context);
        yield run.privacy.rows([withoutSecrets(value)], new Set());
      }
    },
  });
}

/** Of a command that is no reading one, only the first word: `record-add password=…` holds a secret, and so may its failure. */
function withoutSecrets(value: JsonObject): JsonObject {
  const { command } = value;
  if (typeof command === 'string' && isSafeCommand(command)) return value;
  return { ...value, command: typeof command === 'string' ? command.split(' ', 1)[0] : null, error_message: null };
}

/** `/result/<id>` of the requests in the options: the rows of commands that were run elsewhere, as JSON. */
export function requestResult(
  run: KeeperRun,
  requestIds: readonly string[],
  optional: boolean,
): Resource<'result', JsonObject> {
  return defineResource<'result', JsonObject>({
    name: 'result',
    description: 'Rows of the requests named in the options, each as JSON.',
    write: 'replace',
    optional,
    primaryKey: ['request_id', 'row'],
    columns: {
      request_id: { dataType: 'text', nullable: false, description: 'Identifier of the request.' },
      row: { dataType: 'bigint', nullable: false, description: 'Number of the row in its result, from 0.' },
      command: { dataType: 'text', description: 'The command. Personal data.' },
      data: { dataType: 'json', description: 'The row. Personal data.' },
    },
    nested: { data: 'json' },
    dataClasses: { command: 'personal', data: 'personal' },
    sensitive: true,
    rows: (context) => readResults(run, requestIds, context),
  });
}

async function* readResults(
  run: KeeperRun,
  requestIds: readonly string[],
  context: ResourceContext,
): AsyncGenerator<readonly JsonObject[], void, void> {
  for (const id of requestIds) {
    // oxlint-disable-next-line no-await-in-loop -- the service counts requests, so they go one by one
    const { command, output } = await run.client.requestResult(id, context);
    // Whoever sent the command: what reveals secrets is not loaded here, where no column policy could stand.
    const safe = checked(command);
    const rows = rowsOf(output, safe, context.logger).map((data, row) => ({ request_id: id, row, command, data }));
    if (rows.length > 0) yield run.privacy.rows(rows, new Set());
  }
}

function checked(command: string): ReturnType<typeof safeCommand> {
  try {
    return safeCommand(command);
  } catch (error) {
    if (!isLeatError(error)) throw error;
    throw keeperError(
      'LEAT_KEEPER_UNSAFE_COMMAND',
      `The result of a request in requestIds is not loaded: ${error.message}`,
      {
        remedy: 'Leave the request out of requestIds.',
      },
    );
  }
}
