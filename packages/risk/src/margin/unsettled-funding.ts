/**
 * The funding that is due for a position and not in the balance yet, in USD: > 0 when the account receives it. The chain
 * settles lazily, at the next update of the subaccount, so this is to be added before any margin is computed.
 *
 * @param sizeBase signed; negative is short
 * @param indexAtLastUpdate the market's funding index, in USD per base unit, when the position was last settled
 * @param indexNow the same now; a rising index costs longs
 * @see v4-chain Indexer `comlink/src/lib/helpers.ts` getTotalUnsettledFunding
 * @example unsettledFundingUsd(2, 150.25, 151.5); // -2.5
 */
export function unsettledFundingUsd(sizeBase: number, indexAtLastUpdate: number, indexNow: number): number {
  return sizeBase * (indexAtLastUpdate - indexNow);
}
