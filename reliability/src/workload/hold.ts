let released: Promise<void> | undefined;

/**
 * Says `holding` on stderr and waits until stdin ends, or until the run is stopped: the one who started the process
 * decides when it goes on, so that no test depends on time.
 */
export async function hold(signal: AbortSignal): Promise<void> {
  process.stderr.write('holding\n');
  const stopped = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => stopped.resolve(), { once: true });
  released ??= new Promise((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.resume();
  });
  await Promise.race([released, stopped.promise]);
  // A stream that nobody ended would keep the process alive.
  process.stdin.unref();
}
