/**
 * How the chain liquidates, in float64: how much of a position it takes in one block, at which worst price, for which fee.
 * Governance values, to be read from a node (`/dydxprotocol/clob/liquidations_configuration`).
 *
 * @see v4-chain `proto/dydxprotocol/clob/liquidations_config.proto`
 * @example
 * const terms: LiquidationTerms = { ...GENESIS_LIQUIDATION_TERMS, maxFeeFraction: 0.01 };
 */
export type LiquidationTerms = {
  /** Smallest notional that is taken, in USD, >= 0; smaller positions are taken whole. */
  readonly minPositionNotionalUsd: number;
  /** Largest share of a position that is taken in one block, in (0, 1]. */
  readonly maxPositionShare: number;
  /** Largest notional that one subaccount loses in one block, in USD, > 0. */
  readonly maxBlockNotionalUsd: number;
  /** How fast the worst price worsens as the account nears bankruptcy, > 0. */
  readonly bankruptcyAdjustment: number;
  /** Widest spread to the oracle price, as a multiple of the maintenance margin, >= 0. */
  readonly spreadToMaintenanceMargin: number;
  /** Largest fee as a fraction of the fill's value, in [0, 1]. */
  readonly maxFeeFraction: number;
  /** After so many blocks the course is left as it stands: prices do not hold still for longer. A whole number >= 1. */
  readonly maxBlocks: number;
};

/**
 * The terms of the mainnet genesis; `maxBlocks` is about a quarter of an hour. USD and fractions.
 *
 * @see v4-chain `networks/dydx-mainnet-1/genesis.json`
 * @example GENESIS_LIQUIDATION_TERMS.maxFeeFraction // 0.015
 */
export const GENESIS_LIQUIDATION_TERMS: LiquidationTerms = {
  minPositionNotionalUsd: 1_000,
  maxPositionShare: 0.1,
  maxBlockNotionalUsd: 100_000,
  bankruptcyAdjustment: 1,
  spreadToMaintenanceMargin: 1.5,
  maxFeeFraction: 0.015,
  maxBlocks: 1_000,
};

type Range = { readonly text: string; readonly holds: (value: number) => boolean };

const positive: Range = { text: '> 0', holds: (value) => value > 0 };
const atLeastZero: Range = { text: '>= 0', holds: (value) => value >= 0 };

const RANGES: { readonly [Name in keyof LiquidationTerms]: Range } = {
  minPositionNotionalUsd: atLeastZero,
  maxPositionShare: { text: 'in (0, 1]', holds: (value) => value > 0 && value <= 1 },
  maxBlockNotionalUsd: positive,
  bankruptcyAdjustment: positive,
  spreadToMaintenanceMargin: atLeastZero,
  maxFeeFraction: { text: 'in [0, 1]', holds: (value) => value >= 0 && value <= 1 },
  maxBlocks: { text: 'a whole number >= 1', holds: (value) => Number.isInteger(value) && value >= 1 },
};

/** Checks every bound. @throws RangeError naming the term, its range and its value */
export function checkLiquidationTerms(terms: LiquidationTerms): void {
  for (const name of Object.keys(RANGES) as (keyof LiquidationTerms)[]) {
    const { text, holds } = RANGES[name];
    if (!holds(terms[name])) throw new RangeError(`liquidation.${name} must be ${text}, was ${terms[name]}`);
  }
}
