/**
 * A market of the simulation: its grid and margin tier as the chain states them, and how it trades.
 *
 * Prices step by `subticksPerTick` x 10^(quantumConversionExponent - 6 - atomicResolution) USD, sizes by
 * `stepBaseQuantums` x 10^atomicResolution coins.
 */
export type SimulatedMarket = {
  readonly ticker: string;
  /** Price in USD about which the market moves. */
  readonly priceUsd: number;
  readonly atomicResolution: number;
  readonly quantumConversionExponent: number;
  /** A power of ten. */
  readonly stepBaseQuantums: number;
  /** A power of ten. */
  readonly subticksPerTick: number;
  readonly initialMarginFraction: string;
  readonly maintenanceMarginFraction: string;
  /** Default `CROSS`. */
  readonly marketType?: 'CROSS' | 'ISOLATED';
  readonly openInterestLowerCapUsd: number;
  readonly openInterestUpperCapUsd: number;
  /** Open interest about which the market moves, in USD. */
  readonly openInterestUsd: number;
  /** Volume of an ordinary day in USD. */
  readonly volume24hUsd: number;
  /** Takers that arrive in an ordinary minute. */
  readonly takersPerMinute: number;
  /** Noise of the fair value in basis points per square root of a second. */
  readonly volatilityBps: number;
};
