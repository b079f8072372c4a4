/** How the chain liquidates. Governance values: they change by vote, and a node answers with those of now. */
export type LiquidationConfig = {
  /** Smallest notional that is taken from a position at once, in USD; smaller positions are taken whole. */
  readonly minPositionNotionalLiquidatedUsd: number;
  /** Largest share of a position that is taken in one block, in parts per million. */
  readonly maxPositionPortionLiquidatedPpm: number;
  /** Largest notional that is taken from a subaccount in one block, in USD. */
  readonly maxSubaccountNotionalLiquidatedUsd: number;
  /** How fast the worst price moves off the mark as the account nears bankruptcy, in parts per million. */
  readonly bankruptcyAdjustmentPpm: number;
  /** Widest spread of the worst price to the mark, in parts per million of the maintenance margin. */
  readonly spreadToMaintenanceMarginRatioPpm: number;
  /** Largest fee of a liquidated account, in parts per million of the fill. */
  readonly maxLiquidationFeePpm: number;
};

/**
 * The values that the chain started with. What is in force comes from a node: `/dydxprotocol/clob/liquidations_config`.
 *
 * @see dydxopsdao/networks `dydx-mainnet-1/genesis.json`
 */
export const DEFAULT_LIQUIDATION_CONFIG: LiquidationConfig = {
  minPositionNotionalLiquidatedUsd: 1_000,
  maxPositionPortionLiquidatedPpm: 100_000,
  maxSubaccountNotionalLiquidatedUsd: 100_000,
  bankruptcyAdjustmentPpm: 1_000_000,
  spreadToMaintenanceMarginRatioPpm: 1_500_000,
  maxLiquidationFeePpm: 15_000,
};

/** Largest value of each field; what the chain itself accepts where it has a bound. */
const BOUNDS: LiquidationConfig = {
  minPositionNotionalLiquidatedUsd: Number.MAX_SAFE_INTEGER,
  maxPositionPortionLiquidatedPpm: 1_000_000,
  maxSubaccountNotionalLiquidatedUsd: Number.MAX_SAFE_INTEGER,
  bankruptcyAdjustmentPpm: 2 ** 32 - 1,
  spreadToMaintenanceMarginRatioPpm: 2 ** 32 - 1,
  maxLiquidationFeePpm: 1_000_000,
};

/**
 * Fills in the defaults and checks every field.
 *
 * @throws RangeError when a field is negative or above its bound, or parts per million are not whole
 * @example liquidationConfig({ maxLiquidationFeePpm: 10_000 })
 */
export function liquidationConfig(given: Partial<LiquidationConfig> = {}): LiquidationConfig {
  const config = { ...DEFAULT_LIQUIDATION_CONFIG, ...given };
  for (const name of Object.keys(BOUNDS) as (keyof LiquidationConfig)[]) {
    const value = config[name];
    if (!(value >= 0 && value <= BOUNDS[name])) {
      throw new RangeError(`${name} must be in [0, ${BOUNDS[name]}], was ${value}`);
    }
    if (name.endsWith('Ppm') && !Number.isInteger(value)) throw new RangeError(`${name} must be whole, was ${value}`);
  }
  return config;
}
