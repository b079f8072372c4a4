import type { Clock } from '@perpstream/core';
import type { MarketFault } from '../faults/exchange-fault';
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
  /**
   * Does what is due at the exchange by now: called before each step of a venue with a time of its own, so that faults
   * of markets begin at their times and not with the step after.
   */
  readonly catchUp?: () => void;
};

/** The hand that can be laid on the markets of a venue. */
export interface MarketControl {
  /** @throws RangeError when the fault cannot happen here: an unknown market, a number out of its range */
  assertPossible(fault: MarketFault): void;
  /** Has a fault begin at a time of the clock, or at once when that is past; returns in how many markets. */
  begin(fault: MarketFault, atMs: number): number;
}

/**
 * A source of markets behind the Indexer API: a simulation or a recording. It knows markets, books, trades, candles and
 * height as state, and publishes every change of them per channel.
 */
export interface Venue {
  /** What snapshots and REST answers are made from. Complete once `open` has resolved. */
  readonly state: VenueState;
  /** Absent when nothing can be done to the markets, as with a recording. */
  readonly control?: MarketControl;
  /** Makes the state complete, then begins to publish. Called once. */
  open(runtime: VenueRuntime): Promise<void>;
  /** A client has subscribed to something for the first time since `open`. */
  firstSubscription(): void;
  /** Stops publishing and frees every timer and file. Harmless before `open` and twice. */
  close(): Promise<void>;
}
