import { join } from 'node:path';
import { recordingWriter, type RecordingWriter } from '@perpstream/connection';
import { type Input } from '@perpstream/core';
import { type ListedSegment } from './run-manifest';

/** When a segment is closed and the next one begun. */
export type SegmentBounds = {
  /** Lines of one segment, a whole number > 0. */
  readonly maxLines: number;
  /** Time from the first input of a segment to the first one of the next, > 0. */
  readonly maxMs: number;
};

/** A long run leaves files of a size that tools like, none of them longer than an hour. */
export const DEFAULT_BOUNDS: SegmentBounds = { maxLines: 500_000, maxMs: 3_600_000 };

/** The name of a segment by its number: `inputs-000000.ndj.gz`. */
export function segmentName(index: number): string {
  return `inputs-${String(index).padStart(6, '0')}.ndj.gz`;
}

/** What a folder of segments needs to know to be written. */
export type InputSegmentsOptions = {
  readonly folder: string;
  readonly firstIndex: number;
  readonly bounds: SegmentBounds;
  /** Called with each segment in order, as soon as its file is complete. */
  readonly onClosed: (segment: ListedSegment) => Promise<void>;
};

/** Inputs on disk, in files of bounded length and time. */
export class InputSegments {
  #index: number;
  #writer: RecordingWriter;
  #lines = 0;
  #firstUs: number | undefined;
  #closing: Promise<void> = Promise.resolve();

  constructor(private readonly options: InputSegmentsOptions) {
    this.#index = options.firstIndex;
    this.#writer = this.#open();
  }

  write(input: Input): void {
    if (this.#isFull(input)) this.#next();
    this.#firstUs ??= input.receivedUs;
    this.#writer.write(input);
    this.#lines += 1;
  }

  /** Resolves when little enough waits for the disk to go on. */
  async drained(): Promise<void> {
    await this.#writer.drained();
  }

  /** Brings everything so far into the files. @throws Error when a file could not be written */
  async flush(): Promise<void> {
    await Promise.all([this.#closing, this.#writer.flush()]);
  }

  async close(): Promise<void> {
    this.#close();
    await this.#closing;
  }

  #isFull({ receivedUs }: Input): boolean {
    const { maxLines, maxMs } = this.options.bounds;
    return this.#lines >= maxLines || receivedUs - (this.#firstUs ?? receivedUs) >= maxMs * 1_000;
  }

  #next(): void {
    this.#close();
    this.#index += 1;
    this.#writer = this.#open();
    this.#lines = 0;
    this.#firstUs = undefined;
  }

  #close(): void {
    const closed = this.#writer.close();
    const before = this.#closing;
    this.#closing = before.then(async () => this.options.onClosed(await closed));
    // Whoever flushes or closes is told of a failure; nobody may be waiting right now.
    this.#closing.catch(() => undefined);
    closed.catch(() => undefined);
  }

  #open(): RecordingWriter {
    return recordingWriter({ path: join(this.options.folder, segmentName(this.#index)) });
  }
}
