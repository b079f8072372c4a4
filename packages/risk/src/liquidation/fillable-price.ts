import type { ExactAccount } from '../margin/exact-position';
import { maintenanceMarginQuoteQuantums } from '../margin/margin-requirements';
import { netNotionalQuoteQuantums } from '../margin/net-notional';
import { ONE_MILLION } from '../margin/one-million';
import { fraction, type Fraction } from './fraction';
import { positionToLiquidate } from './position-to-liquidate';

/** How the chain prices its liquidation orders; governance values, to be read from a node. */
export type FillablePriceConfig = {
  /** How fast the price worsens as the account nears bankruptcy; 1,000,000 at genesis. */
  readonly bankruptcyAdjustmentPpm: number;
  /** Widest spread to the oracle price, as a share of the maintenance margin; 1,500,000 at genesis. */
  readonly spreadToMaintenanceMarginRatioPpm: number;
};

function clampToShare(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n) return 0n;
  return numerator > denominator ? denominator : numerator;
}

/**
 * The worst price at which the chain's liquidation order for a position may fill: quote quantums per base quantum, exact,
 * before it is moved onto the tick grid.
 *
 * @throws RangeError when there is no such position, or the account has no maintenance margin
 * @see v4-chain `x/clob/keeper/liquidations.go` GetFillablePrice
 */
export function fillablePrice(account: ExactAccount, perpetualId: number, config: FillablePriceConfig): Fraction {
  const { position, margin } = positionToLiquidate(account, perpetualId);
  const notional = netNotionalQuoteQuantums(position);
  const maintenance = maintenanceMarginQuoteQuantums(notional, position);
  const whole = ONE_MILLION * margin.maintenance;
  const shortfall = margin.maintenance - margin.netCollateral;
  const adjustment = clampToShare(BigInt(config.bankruptcyAdjustmentPpm) * shortfall, whole);
  const discount = adjustment * BigInt(config.spreadToMaintenanceMarginRatioPpm) * maintenance;
  return fraction(notional * whole * ONE_MILLION - discount, whole * ONE_MILLION * position.baseQuantums);
}
