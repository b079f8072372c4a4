import type { MarketEvent, Side } from '../market/market-data';
import type { Brand } from '../units/brand';
import type { Quantums, Subticks } from '../units/quantums';
import type { MarketId } from '../units/market-id';
import type { UnixMs } from '../units/unix-ms';

/** The number by which the bot names an order: an unsigned 32-bit integer, unique within a run. */
export type ClientId = Brand<number, 'ClientId'>;

/**
 * How long an order lives. `ioc` fills in one block or not at all, `post-only` never takes, `gtt` may take and rests.
 * Resting orders end after `goodTilBlocks` blocks.
 */
export type TimeInForce = 'ioc' | 'gtt' | 'post-only';

/** A limit order that the bot wants to place, on the market's grid. Market orders do not exist on the chain. */
export type OrderIntent = MarketEvent & {
  readonly kind: 'order';
  readonly clientId: ClientId;
  readonly side: Side;
  readonly quantums: Quantums;
  readonly subticks: Subticks;
  /** The same as float64, for showing and for margin estimates. */
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly timeInForce: TimeInForce;
  /** The chain accepts it with `ioc` alone. */
  readonly reduceOnly: boolean;
  /** Blocks after the present one until the order dies by itself, 1..20. */
  readonly goodTilBlocks: number;
  /** The decision it serves. */
  readonly strategy: string;
  readonly decision: number;
};

/** The wish to take a resting order back. Best effort: a fill may still come. */
export type CancelIntent = MarketEvent & {
  readonly kind: 'cancel';
  readonly clientId: ClientId;
  readonly reason: string;
};

/** An order that is not known to have ended. */
export type OpenOrder = {
  readonly clientId: ClientId;
  readonly marketId: MarketId;
  readonly side: Side;
  readonly quantums: Quantums;
  readonly filledQuantums: Quantums;
  readonly subticks: Subticks;
  readonly sizeBase: number;
  readonly remainingBase: number;
  readonly priceUsd: number;
  readonly timeInForce: TimeInForce;
  readonly reduceOnly: boolean;
  readonly status: 'submitted' | 'open' | 'cancelling';
  readonly submittedMs: UnixMs;
};
