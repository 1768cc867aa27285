/**
 * Whoever reads our words may go before us: a terminal is closed, a parent is killed. What is then said
 * reaches nobody, and that must never end the house in the middle of closing: its database would be left
 * running. Any other fault of a stream still ends us.
 */

/** A pipe without a reader, and a terminal that has gone. */
const gone: readonly (string | undefined)[] = ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'];

export function outliveReaders(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!gone.includes(error.code)) {
        throw error;
      }
    });
  }
}
