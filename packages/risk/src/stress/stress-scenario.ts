/** Every market moves by the same fraction: -0.2 is a fall by 20 %. */
export type MarketShock = { readonly kind: 'market'; readonly name: string; readonly moveFraction: number };

/** The benchmark moves by a fraction, each market by its beta times that, no price below 0. */
export type BetaShock = { readonly kind: 'beta'; readonly name: string; readonly moveFraction: number };

/** The moves of one hour that was, market by market. */
export type HistoricalShock = {
  readonly kind: 'historical';
  readonly name: string;
  /** End of the hour, in ms since the epoch. */
  readonly atMs: number;
  /** By ticker, as fractions. */
  readonly returns: Readonly<Record<string, number>>;
  /** What the benchmark did: markets without a return of their own move by their beta times it. */
  readonly otherMoveFraction: number;
};

/** Funding is paid on the notional for some hours, per side; a rate below 0 is received. */
export type FundingShock = {
  readonly kind: 'funding';
  readonly name: string;
  /** Fraction of the notional that longs pay an hour. */
  readonly longPaysRate1h: number;
  readonly shortPaysRate1h: number;
  readonly hours: number;
};

/** Equity counts as if every position had to be closed into the book at once. Margin stays that of the open positions. */
export type LiquidityShock = {
  readonly kind: 'liquidity';
  readonly name: string;
  /** What is left of the known depth, as a fraction > 0. */
  readonly depthShare: number;
  /** Average cost of closing where no depth is known, in bps of the notional. */
  readonly flatBps: number;
};

/** Several at once, in this order: each acts on the prices that those before it left. */
export type CombinedShock = {
  readonly kind: 'combined';
  readonly name: string;
  readonly parts: readonly StressScenario[];
};

/**
 * Something bad that might happen to a portfolio, as plain data; see the variants for their fields and units.
 *
 * Moves are fractions of the price, >= -1; rates are fractions of the notional an hour; costs are bps.
 * @example
 * const scenario: StressScenario = { kind: 'market', name: 'all markets -20 %', moveFraction: -0.2 };
 */
export type StressScenario = MarketShock | BetaShock | HistoricalShock | FundingShock | LiquidityShock | CombinedShock;
