import { type AccountData, type MarketData, type UnixMs } from '@perpstream/core';
import { type Oddities } from './oddities';

/** Channels of the Indexer that this package reads. */
export type Channel =
  | 'v4_orderbook'
  | 'v4_trades'
  | 'v4_candles'
  | 'v4_markets'
  | 'v4_block_height'
  | 'v4_subaccounts'
  | 'v4_parent_subaccounts';

/** A `subscribed` or data frame with its envelope read: what the parser of a channel is given. */
export type ChannelFrame = {
  readonly id: unknown;
  /** Number of the child account; on parent subaccounts only. */
  readonly subaccountNumber: unknown;
  /** A `subscribed` frame: replaces what was known. */
  readonly isSnapshot: boolean;
  /** One element for single frames, all elements of a batch in order of arrival. */
  readonly contents: readonly unknown[];
  readonly receivedMs: UnixMs;
  readonly cause: number;
  /** Takes what the parser does not know. */
  readonly oddities: Oddities;
};

/** Turns the contents of one frame into events. @throws Malformed */
export type ChannelParser = (frame: ChannelFrame) => readonly (MarketData | AccountData)[];
