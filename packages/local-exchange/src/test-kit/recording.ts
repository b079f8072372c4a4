import type { Frame, Input } from '@perpstream/core';

const START_US = 1_790_000_000_000_000;

/** A recorded frame `ms` after the start of a recording. */
export function recorded(ms: number, type: string, channel: string, id: string | undefined, contents: unknown): Frame {
  const text = JSON.stringify({ type, connection_id: 'recorded', message_id: 1, id, channel, contents });
  return { kind: 'frame', receivedUs: START_US + ms * 1_000, connection: 0, text };
}

/** Gives a recording out in batches, one per read, and says how many were read. */
export class Recording implements AsyncIterable<readonly Input[]> {
  batchesRead: number = 0;
  isClosed: boolean = false;

  constructor(private readonly batches: readonly (readonly Input[])[]) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Input[]> {
    try {
      for (const batch of this.batches) {
        this.batchesRead += 1;
        yield await Promise.resolve(batch);
      }
    } finally {
      this.isClosed = true;
    }
  }
}
