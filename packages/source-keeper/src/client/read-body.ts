import type { RowSink } from '../answers/row-sink.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { CUT_BODY, TransportFailure } from '../errors/transport-failure.ts';

/**
 * Reads a body up to a size, counted after inflation. With a sink, rows go there as they arrive and the rest is returned.
 *
 * @param step called with every chunk; what it throws ends the reading.
 * @throws ConfigError LEAT_KEEPER_BODY_TOO_LARGE, TransportFailure when the connection ends early
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  step: () => void,
  sink?: RowSink,
): Promise<Buffer> {
  sink?.begin();
  const reader = response.body?.getReader();
  if (reader === undefined) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      // The chunks of one stream come one after the other.
      // oxlint-disable-next-line no-await-in-loop
      const { done, value } = await reader.read().catch(cut);
      if (done) return sink?.envelope() ?? Buffer.concat(chunks);
      step();
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      if (sink === undefined) chunks.push(value);
      // oxlint-disable-next-line no-await-in-loop -- the reader of the rows sets the pace
      else await sink.take(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    }
  } catch (error) {
    // Closes the connection: the rest is not wanted. A stream that failed already has nothing to cancel.
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

/** What Node throws here says "aborted" or names a zlib error; either way the rest is missing. */
function cut(): never {
  throw new TransportFailure(CUT_BODY, 'The connection was cut in the middle of an answer.');
}

function tooLarge(maxBytes: number): Error {
  const size = `${Math.round(maxBytes / 2 ** 20)} MiB`;
  return keeperError(
    'LEAT_KEEPER_BODY_TOO_LARGE',
    `An answer of the service is larger than maxResponseBytes (${size}).`,
    {
      details: { maxResponseBytes: maxBytes },
    },
  );
}
