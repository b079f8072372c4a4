import { unixMs, type FaultSink, type Frame, type Input } from '@perpstream/core';
import type { ChannelUpdate } from '../venue/channel-update';
import type { VenueRuntime } from '../venue/venue';
import type { VenueState } from '../venue/venue-state';
import { FrameCursor } from './frame-cursor';
import { InterruptiblePause } from './interruptible-pause';
import { applyFrame } from './recorded-state';

/** The snapshots at the start of a recording are over when none came for this long. */
const SNAPSHOT_SILENCE_US = 1_000_000;
const SUBSCRIBED = /"type"\s*:\s*"subscribed"/;
/** Frames played without a pause before sockets get their turn. */
const BURST = 64;

/** Plays one recording into a venue's state and on to its subscribers. */
export class RecordingPlayer {
  readonly #cursor: FrameCursor;
  readonly #pause = new InterruptiblePause();
  /** Frames read while looking for snapshots, still to be played. */
  #held: Frame[] = [];

  constructor(
    frames: AsyncIterable<readonly Input[]>,
    private readonly speed: number | 'max',
    private readonly state: VenueState,
    private readonly runtime: VenueRuntime,
    private readonly faults: FaultSink | undefined,
  ) {
    this.#cursor = new FrameCursor(frames);
  }

  /** Loads everything up to the last snapshot of the recording's start into the state, without publishing it. */
  async loadSnapshots(): Promise<void> {
    const read: Frame[] = [];
    let snapshotsEnd = 0;
    let silentAtUs = Infinity;
    for (;;) {
      const frame = await this.#next();
      if (frame === undefined) break;
      read.push(frame);
      const isSnapshot = SUBSCRIBED.test(frame.text);
      if (isSnapshot) snapshotsEnd = read.length;
      if (isSnapshot || silentAtUs === Infinity) silentAtUs = frame.receivedUs + SNAPSHOT_SILENCE_US;
      if (frame.receivedUs > silentAtUs) break;
    }
    for (const frame of read.slice(0, snapshotsEnd)) this.#apply(frame);
    this.#held = read.slice(snapshotsEnd).reverse();
  }

  /** Plays the rest at the wanted pace. True at the end of the recording, false when stopped before. */
  async play(): Promise<boolean> {
    const startedMs = this.runtime.clock.now();
    let firstUs: number | undefined;
    for (let played = 1; ; played += 1) {
      const frame = await this.#next();
      if (frame === undefined || this.#pause.isOver) return !this.#pause.isOver;
      firstUs ??= frame.receivedUs;
      await this.#waitFor(startedMs, (frame.receivedUs - firstUs) / 1_000);
      if (this.#pause.isOver) return false;
      for (const update of this.#apply(frame)) this.runtime.publish(update);
      if (played % BURST === 0) await this.#letSocketsWork();
    }
  }

  async stop(): Promise<void> {
    this.#pause.interrupt();
    await this.#cursor.close();
  }

  async #next(): Promise<Frame | undefined> {
    const held = this.#held.pop();
    if (held !== undefined) return held;
    for (;;) {
      const frame = this.#cursor.takeLoaded();
      if (frame !== undefined || !(await this.#cursor.readOn())) return frame;
    }
  }

  async #waitFor(startedMs: number, offsetMs: number): Promise<void> {
    if (this.speed === 'max') return;
    const waitMs = startedMs + offsetMs / this.speed - this.runtime.clock.now();
    if (waitMs >= 1) await this.#pause.for(waitMs);
  }

  async #letSocketsWork(): Promise<void> {
    await this.#pause.for(0);
    await this.runtime.drained();
  }

  #apply({ text, receivedUs, connection }: Frame): readonly ChannelUpdate[] {
    try {
      return applyFrame(text, this.state);
    } catch (error) {
      const receivedMs = unixMs(receivedUs / 1_000);
      const message = `frame left out: ${error instanceof Error ? error.message : String(error)}`;
      this.faults?.report({
        kind: 'recording',
        where: `connection ${connection} at ${receivedUs} us`,
        message,
        receivedMs,
      });
      return [];
    }
  }
}
