import type { Channel } from '../indexer-api/channel';

/** Which frames and connections a fault concerns; without a filter, any. */
export type FaultTarget = {
  /** `one` (default): one at random of those that match; `all`: every one that matches. */
  readonly connections?: 'one' | 'all';
  /** Frames of this channel alone, and connections that have subscribed to it. */
  readonly channel?: Channel;
  /** Frames of this market alone, by ticker, and connections that have subscribed to one of its channels. */
  readonly market?: string;
};

/** What may be spoilt in a frame: its end is cut off, one character is another, it is no JSON. */
export type Corruption = 'cut' | 'flip' | 'break';

/** How a subscribe is answered that fails on purpose. `silence` never answers. */
export type SubscriptionFailure = 'internal-error' | 'limit' | 'invalid-id' | 'silence';

/** Next frames that match are lost, sent twice, sent after the next one of their channel and id, or spoilt. */
export type FrameFault = FaultTarget &
  (
    | { readonly kind: 'drop' | 'duplicate' | 'reorder'; readonly frames: number }
    /** `how`: default, each frame at random. */
    | { readonly kind: 'corrupt'; readonly frames: number; readonly how?: Corruption }
  );

/** Something happens to a whole connection. */
export type ConnectionFault = FaultTarget &
  /** All frames are held for a time, then sent in order. */
  (
    | { readonly kind: 'delay'; readonly forMs: number }
    /** No frames for a time, which are lost; pings and pongs go on. */
    | { readonly kind: 'mute'; readonly forMs: number }
    /** The socket stays open, but for a time nothing is sent, not even pings and pongs, and nothing is read. */
    | { readonly kind: 'half-open'; readonly forMs: number }
    | { readonly kind: 'close'; readonly code: number; readonly reason: string }
    /** The socket ends without a close frame; a client sees 1006. */
    | { readonly kind: 'cut' }
    /** The message id goes up by this many without frames. */
    | { readonly kind: 'jump-message-id'; readonly by: number }
  );

/** Something happens to next subscribes, whoever sends them. */
export type SubscriptionFault = {
  readonly channel?: Channel;
  readonly market?: string;
  /** How many subscribes it concerns. */
  readonly subscribes: number;
} &
  /** Updates of this long between snapshot and registration are lost. */
  (
    | { readonly kind: 'snapshot-loss'; readonly forMs: number }
    | { readonly kind: 'fail-subscription'; readonly answer: SubscriptionFailure }
  );

/** Something happens to the whole exchange. */
export type ServiceFault =
  /** New WebSocket clients are answered with 503 for a time. */
  | { readonly kind: 'refuse-connections'; readonly forMs: number }
  /** No updates of one market on any channel for a time; without `market`, one at random. */
  | { readonly kind: 'freeze-market'; readonly forMs: number; readonly market?: string }
  /** 1012 to all, then nobody listens on the port for a time, REST included. */
  | { readonly kind: 'restart'; readonly downForMs: number }
  | RestFault;

/** REST requests go wrong for a time: answered with a status, late, never, or with a body that is cut. */
export type RestFault = {
  readonly kind: 'rest';
  readonly forMs: number;
  /** Requests whose path below `/v4` starts with this, for example `/orderbooks`; default all. */
  readonly path?: string;
  readonly status?: number;
  readonly slowMs?: number;
  readonly hang?: boolean;
  readonly malformed?: boolean;
};

/** A status of a market that can be forced upon it. */
export type ForcedStatus = 'PAUSED' | 'CANCEL_ONLY' | 'POST_ONLY' | 'FINAL_SETTLEMENT';

/**
 * Something happens in simulated markets or to their chain; without `market`, in every market. Where it lasts for a
 * time, a later one of its kind for the same market takes its place.
 */
export type MarketFault =
  /** The fair value goes by a fraction (-0.99..10, -0.3 is 30 % down) within a time, and stays there; moves add up. */
  | { readonly kind: 'price-move'; readonly market?: string; readonly by: number; readonly overMs: number }
  /** The oracle price is not stated anew for a time. */
  | { readonly kind: 'oracle-freeze'; readonly market?: string; readonly forMs: number }
  /**
   * The predicted funding, and that of hours which end meanwhile, is `rate`: a fraction per hour, positive when longs
   * pay, at most 6 x (IM - MM) in 8 hours.
   */
  | { readonly kind: 'funding-rate'; readonly market: string; readonly rate: number; readonly forMs: number }
  /** Makers quote their usual sizes times a factor, 0.01..100. */
  | { readonly kind: 'liquidity'; readonly market?: string; readonly factor: number; readonly forMs: number }
  /** The market has another status, from the next block on. A settled one is INITIALIZING for 10 s afterwards. */
  | { readonly kind: 'market-status'; readonly market: string; readonly status: ForcedStatus; readonly forMs: number }
  /** Open interest stands at what is worth so many USD, 1..1e12, when it begins. */
  | {
      readonly kind: 'open-interest';
      readonly market: string;
      readonly openInterestUsd: number;
      readonly forMs: number;
    }
  /** No blocks for a time; what is matched meanwhile is committed by the next one. */
  | { readonly kind: 'halt-chain'; readonly forMs: number };

/**
 * One fault, without a time: what can be injected. A union on `kind`; durations in milliseconds.
 *
 * @example exchange.inject({ kind: 'drop', frames: 1, channel: 'v4_orderbook', market: 'BTC-USD' });
 */
export type ExchangeFault = FrameFault | ConnectionFault | SubscriptionFault | ServiceFault | MarketFault;

/** The name of a kind of fault, as in a script. */
export type ExchangeFaultKind = ExchangeFault['kind'];

/** A fault that took effect: one entry per frame, connection or request that it touched, or for the whole exchange. */
export type InjectedFault = {
  readonly kind: ExchangeFaultKind;
  /** When, in milliseconds of the exchange's clock. */
  readonly atMs: number;
  /** What it touched, in one line: `message 17 of v4_trades BTC-USD on connection 2`. */
  readonly detail: string;
};
