import { floorDiv } from '@perpstream/core';
import type { ExactAccount, ExactNotional } from './exact-position';
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

/**
 * A subaccount with all funding settled: the sum over its positions goes into the balance, rounded down, and each position
 * stands at the index of now. Margin is computed from this and from nothing else.
 *
 * @param indexNow present funding index of a perpetual; undefined leaves its positions as they are
 * @see v4-chain `x/subaccounts/lib/updates.go` GetSettledSubaccountWithPerpetuals
 * @example settleFunding(account, (perpetualId) => indexes.get(perpetualId));
 */
export function settleFunding(
  account: ExactAccount,
  indexNow: (perpetualId: number) => bigint | undefined,
): ExactAccount {
  const settlementsPpm: bigint[] = [];
  const positions = account.positions.map((position) => {
    const now = indexNow(position.perpetualId);
    if (now === undefined || position.fundingIndex === undefined) return position;
    settlementsPpm.push(fundingSettlementPpm(now, position.fundingIndex, position.baseQuantums));
    return { ...position, fundingIndex: now };
  });
  return {
    usdcQuoteQuantums: account.usdcQuoteQuantums + fundingSettlementQuoteQuantums(settlementsPpm),
    positions,
  };
}
