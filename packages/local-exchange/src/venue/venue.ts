import type { Clock } from '@perpstream/core';
import type { ChannelUpdate } from './channel-update';
import type { VenueState } from './venue-state';

/** What the Indexer API gives to a venue that it serves. */
export type VenueRuntime = {
  readonly clock: Clock;
  /** Hands an update to all subscribers. The venue's own state must already include it. */
  readonly publish: (update: ChannelUpdate) => void;
  /**
   * Whether anybody is subscribed to a channel and id; updates that nobody wants may be left out. Without it all are
   * wanted.
   */
  readonly isWanted?: (channel: ChannelUpdate['channel'], id: string) => boolean;
  /** Resolves when no client has much unsent data left: await it before publishing faster than real time. */
  readonly drained: () => Promise<void>;
};

/**
 * A source of markets behind the Indexer API: a simulation or a recording. It knows markets, books, trades, candles and
 * height as state, and publishes every change of them per channel.
 */
export interface Venue {
  /** What snapshots and REST answers are made from. Complete once `open` has resolved. */
  readonly state: VenueState;
  /** Makes the state complete, then begins to publish. Called once. */
  open(runtime: VenueRuntime): Promise<void>;
  /** A client has subscribed to something for the first time since `open`. */
  firstSubscription(): void;
  /** Stops publishing and frees every timer and file. Harmless before `open` and twice. */
  close(): Promise<void>;
}
