import { floorDiv } from '@perpstream/core';
import type { ExactNotional } from './exact-position';
import { netNotionalQuoteQuantums } from './net-notional';
import { ONE_MILLION } from './one-million';

/** Funding rates of the chain are stated for eight hours. */
const SECONDS_PER_RATE = 28_800n;

/** What one step of a market's funding index depends on. */
export type FundingStep = Omit<ExactNotional, 'baseQuantums'> & {
  /** Funding rate for eight hours in parts per million; positive means longs pay. */
  readonly fundingRate8hPpm: bigint;
  readonly secondsSinceLastFunding: number;
};

/**
 * How far a market's funding index moves in one step, in quote-quantum ppm per base quantum, truncated toward zero.
 *
 * @see v4-chain `x/perpetuals/funding/funding.go` GetFundingIndexDelta
 */
export function fundingIndexDelta(step: FundingStep): bigint {
  const baseQuantums = step.fundingRate8hPpm * BigInt(step.secondsSinceLastFunding);
  return netNotionalQuoteQuantums({ ...step, baseQuantums }) / SECONDS_PER_RATE;
}

/**
 * What funding gives (+) or takes (-) from one position, in quote-quantum **ppm**: a rising index costs longs.
 *
 * @see v4-chain `x/perpetuals/lib/lib.go` GetSettlementPpmWithPerpetual
 */
export function fundingSettlementPpm(indexNow: bigint, indexOfPosition: bigint, baseQuantums: bigint): bigint {
  return -(indexNow - indexOfPosition) * baseQuantums;
}

/**
 * What funding gives (+) or takes (-) from a subaccount, in quote quantums: the sum over all positions, then rounded down.
 *
 * @param settlementsPpm one {@link fundingSettlementPpm} per position
 * @see v4-chain `x/subaccounts/lib/updates.go` GetSettledSubaccountWithPerpetuals
 */
export function fundingSettlementQuoteQuantums(settlementsPpm: readonly bigint[]): bigint {
  return floorDiv(
    settlementsPpm.reduce((sum, settlement) => sum + settlement, 0n),
    ONE_MILLION,
  );
}
