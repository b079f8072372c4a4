import {
  fillQuoteQuantums,
  quoteToUsd,
  toPriceUsd,
  toSizeBase,
  type Fill,
  type MarketRules,
  type QuoteQuantums,
  type Side,
} from '@perpstream/core';
import type { Match } from './take-liquidity';
import { tradingFee } from './trading-fee';

/** What a fill is besides its size and price. */
type FillOf = { readonly id: string; readonly side: Side; readonly liquidity: Fill['liquidity'] };

/** A fill in all its units, from its integers. */
export function fillOf(
  { quantums, subticks }: Match,
  rules: MarketRules,
  of: FillOf & Pick<Fill, 'quoteQuantums' | 'feeQuoteQuantums'>,
): Fill {
  return {
    id: of.id,
    side: of.side,
    liquidity: of.liquidity,
    quantums,
    subticks,
    quoteQuantums: of.quoteQuantums,
    feeQuoteQuantums: of.feeQuoteQuantums,
    sizeBase: toSizeBase(quantums, rules),
    priceUsd: toPriceUsd(subticks, rules),
    feeUsd: quoteToUsd(of.feeQuoteQuantums),
  };
}

/** A fill in all its units, with the fee of `feePpm` on its value. */
export function makeFill(match: Match, rules: MarketRules, of: FillOf & { readonly feePpm: number }): Fill {
  const quoteQuantums: QuoteQuantums = fillQuoteQuantums(match.quantums, match.subticks, rules);
  return fillOf(match, rules, { ...of, quoteQuantums, feeQuoteQuantums: tradingFee(quoteQuantums, of.feePpm) });
}
