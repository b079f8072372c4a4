import { type MarketId, type MarketStatus, type QualityLevel } from '@perpstream/core';

/** What `perpstream markets` says of a market. What is not known is absent. */
export type MarketRow = {
  readonly market: MarketId;
  readonly status: MarketStatus;
  readonly midUsd?: number;
  readonly spreadBps?: number;
  /** Value of the bids within 50 basis points of the mid. */
  readonly bidDepthUsd?: number;
  readonly askDepthUsd?: number;
  readonly volume24hUsd?: number;
  /** Predicted funding of this hour as a fraction; positive means longs pay. */
  readonly fundingRate1h?: number;
  /** The same rate for a year, without compounding. */
  readonly fundingRate1y?: number;
  readonly openInterestUsd?: number;
  readonly level?: QualityLevel;
  /** 0 (worthless) to 1 (as good as it gets). */
  readonly quality?: number;
  /** Levels of the book that a comparison with the REST interface found wrong; absent when none came. */
  readonly wrongLevels?: number;
  /** Age of the newest book when the table was made. */
  readonly ageMs?: number;
};

/** Books are compared by what stands so near to the mid. */
export const DEPTH_BPS = 50;

const HOURS_OF_A_YEAR = 24 * 365;

/** What the list of markets states, in the words of the table. */
export type ListedFacts = {
  readonly status?: MarketStatus;
  readonly volume24hUsd?: number;
  readonly nextFundingRate1h?: number;
  readonly openInterestBase?: number;
  readonly oraclePriceUsd?: number;
};

/** The part of a row that does not come from the book. */
export function rowOfFacts(market: MarketId, facts: ListedFacts): MarketRow {
  const { status = 'UNKNOWN', volume24hUsd, nextFundingRate1h, openInterestBase, oraclePriceUsd } = facts;
  return {
    market,
    status,
    ...(volume24hUsd !== undefined && { volume24hUsd }),
    ...(nextFundingRate1h !== undefined && {
      fundingRate1h: nextFundingRate1h,
      fundingRate1y: nextFundingRate1h * HOURS_OF_A_YEAR,
    }),
    ...(openInterestBase !== undefined &&
      oraclePriceUsd !== undefined && { openInterestUsd: openInterestBase * oraclePriceUsd }),
  };
}
