import type { MarketId } from '../units/market-id';

/**
 * Life-cycle status of a market as the Indexer states it. Only `ACTIVE` takes ordinary orders. `DELISTED`: the exchange
 * listed it once and does not any more.
 */
export type MarketStatus =
  'ACTIVE' | 'PAUSED' | 'CANCEL_ONLY' | 'POST_ONLY' | 'INITIALIZING' | 'FINAL_SETTLEMENT' | 'DELISTED' | 'UNKNOWN';

/**
 * The fixed rules of one market: its grid and its margin tier.
 *
 * Source of every field: the `perpetualMarkets` object of the Indexer.
 */
export type MarketRules = {
  readonly marketId: MarketId;
  readonly clobPairId: number;
  /** One base quantum is 10^atomicResolution of the base asset; negative for most markets. */
  readonly atomicResolution: number;
  /** A fill is worth quantums x subticks x 10^quantumConversionExponent quote quantums. */
  readonly quantumConversionExponent: number;
  /** Sizes are multiples of this, which is also the smallest order. */
  readonly stepBaseQuantums: bigint;
  /** Order prices are multiples of this. */
  readonly subticksPerTick: bigint;
  /** Initial margin fraction before open-interest scaling, for example 0.05. */
  readonly initialMarginFraction: number;
  /** Maintenance margin fraction, never scaled. */
  readonly maintenanceMarginFraction: number;
  /** Open interest in USD at which the initial margin starts to rise; 0 with `upper` 0 means no scaling. */
  readonly openInterestLowerCapUsd: number;
  /** Open interest in USD at which the initial margin reaches 100 %; 0 means no scaling. */
  readonly openInterestUpperCapUsd: number;
  readonly marginMode: 'cross' | 'isolated';
};
