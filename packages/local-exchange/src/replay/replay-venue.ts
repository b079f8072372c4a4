import type { FaultSink, Input } from '@perpstream/core';
import type { Venue, VenueRuntime } from '../venue/venue';
import { VenueState } from '../venue/venue-state';
import { RecordingPlayer } from './recording-player';

/** How to play a recording. */
export type ReplayVenueOptions = {
  /** The recording, in batches; only inputs of kind `frame` are used. Read as it is played, one batch ahead. */
  readonly frames: AsyncIterable<readonly Input[]>;
  /** Pace as a multiple of the recorded one, > 0, or `max`: as fast as the clients take it. Default 1. */
  readonly speed?: number | 'max';
  /**
   * When the clock of the recording starts: as soon as the exchange listens, or when a client first subscribes to
   * anything (default). The snapshots at the start of the recording are loaded before that in both cases.
   */
  readonly startOn?: 'listen' | 'first-subscription';
  /** Told once when the recording has been played, with the error if reading it failed. The last state stays served. */
  readonly onEnd?: (error?: unknown) => void;
  /** Told of every frame that cannot be read; it is left out. */
  readonly faults?: FaultSink;
};

/**
 * Plays recorded frames of a dYdX v4 Indexer to any number of clients, who may come late: snapshots are made from the
 * state of the moment, updates are sent on with message ids and batches of the clients' own connections.
 *
 * @throws RangeError when `speed` is not > 0
 * @example startLocalExchange({ venue: replayVenue({ frames: readRecording('run.frames.gz'), speed: 10 }) })
 */
export function replayVenue(options: ReplayVenueOptions): Venue {
  const { speed = 1, startOn = 'first-subscription' } = options;
  if (speed !== 'max' && !(speed > 0)) throw new RangeError(`speed must be > 0 or 'max', was ${speed}`);
  const state = new VenueState();
  let player: RecordingPlayer | undefined;
  const start = (): void => {
    player?.play().then(
      (isPlayed) => (isPlayed ? options.onEnd?.() : undefined),
      (error: unknown) => options.onEnd?.(error),
    );
  };
  return {
    state,
    open: async (runtime: VenueRuntime) => {
      player = new RecordingPlayer(options.frames, speed, state, runtime, options.faults);
      await player.loadSnapshots();
      if (startOn === 'listen') start();
    },
    firstSubscription: () => {
      if (startOn === 'first-subscription') start();
    },
    close: async () => player?.stop(),
  };
}
