import type { Frame, Input } from '@perpstream/core';

/** Walks through the frames of a recording one by one, holding one batch of it at a time. */
export class FrameCursor {
  readonly #batches: AsyncIterator<readonly Input[]>;
  #batch: readonly Input[] = [];
  #at = 0;

  constructor(frames: AsyncIterable<readonly Input[]>) {
    this.#batches = frames[Symbol.asyncIterator]();
  }

  /** The next frame if it is at hand without reading on. */
  takeLoaded(): Frame | undefined {
    while (this.#at < this.#batch.length) {
      const input = this.#batch[this.#at]!;
      this.#at += 1;
      if (input.kind === 'frame') return input;
    }
    return undefined;
  }

  /** Reads the next batch; false at the end of the recording. Its frames are then at hand. */
  async readOn(): Promise<boolean> {
    const result = await this.#batches.next();
    if (result.done === true) return false;
    this.#batch = result.value;
    this.#at = 0;
    return true;
  }

  /** Lets the source close what it holds. */
  async close(): Promise<void> {
    this.#batch = [];
    await this.#batches.return?.();
  }
}
