/** Text that names a stream in tables. */
export const streamKey = ({ channel, id }) => (id === undefined ? channel : `${channel} ${id}`);

/**
 * Measures, from the inputs of a run, how long streams were down: from the first fresh frame of the connection that
 * carries the stream again to the stream being live (`resyncMs`), and from the moment it was no longer live (`outageMs`).
 * The first subscription of a stream is no resync.
 */
export class ResyncTimes {
  resyncMs = [];
  outageMs = [];
  #firstFrameMs = new Map();
  #downSinceMs = new Map();
  #live = new Set();
  #known = new Set();

  handle(input) {
    const atMs = input.receivedUs / 1_000;
    if (input.kind === 'frame') {
      if (!this.#firstFrameMs.has(input.connection)) this.#firstFrameMs.set(input.connection, atMs);
    } else if (input.kind === 'connection') {
      if (input.state.kind === 'connecting') this.#firstFrameMs.delete(input.state.connection);
    } else if (input.kind === 'stream') {
      this.#handleStream(input, streamKey(input), atMs);
    }
  }

  /** Streams that were asked for and are not live now. */
  down() {
    return [...this.#known].filter((key) => !this.#live.has(key));
  }

  /** Lets go of what grows with the run. */
  clear() {
    this.resyncMs = [];
    this.outageMs = [];
  }

  #handleStream({ connection, state }, key, atMs) {
    if (state.kind === 'ended') {
      this.#known.delete(key);
      this.#live.delete(key);
      this.#downSinceMs.delete(key);
    } else if (state.kind === 'live') {
      this.#live.add(key);
      const downSinceMs = this.#downSinceMs.get(key);
      this.#downSinceMs.delete(key);
      if (downSinceMs === undefined) return;
      const freshMs = Math.max(downSinceMs, this.#firstFrameMs.get(connection) ?? downSinceMs);
      this.resyncMs.push(atMs - freshMs);
      this.outageMs.push(atMs - downSinceMs);
    } else {
      this.#known.add(key);
      if (this.#live.delete(key)) this.#downSinceMs.set(key, atMs);
    }
  }
}

/** The value below which a share of the numbers lies; NaN without numbers. */
export function percentile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
