import {
  fillQuoteQuantums,
  quoteToUsd,
  toPriceUsd,
  toSizeBase,
  type Fill,
  type MarketRules,
  type Side,
} from '@perpstream/core';
import type { Match } from './take-liquidity';
import { tradingFee } from './trading-fee';

/** A fill in all its units, with the fee of `feePpm` on its value. */
export function makeFill(
  { quantums, subticks }: Match,
  rules: MarketRules,
  of: { readonly id: string; readonly side: Side; readonly liquidity: Fill['liquidity']; readonly feePpm: number },
): Fill {
  const quoteQuantums = fillQuoteQuantums(quantums, subticks, rules);
  const feeQuoteQuantums = tradingFee(quoteQuantums, of.feePpm);
  return {
    id: of.id,
    side: of.side,
    liquidity: of.liquidity,
    quantums,
    subticks,
    quoteQuantums,
    feeQuoteQuantums,
    sizeBase: toSizeBase(quantums, rules),
    priceUsd: toPriceUsd(subticks, rules),
    feeUsd: quoteToUsd(feeQuoteQuantums),
  };
}
