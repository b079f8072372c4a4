import {
  fillQuoteQuantums,
  magnitude,
  toPriceUsd,
  type Block,
  type ChainMargin,
  type LiquidationStep,
  type MarketId,
  type MarketRules,
  type Quantums,
  type QuoteQuantums,
  type Side,
  type Subticks,
} from '@perpstream/core';
import { deleveragingQuote } from './deleveraging-quote';
import type { ForcedFills } from './forced-fills';
import { fillOf } from './make-fill';
import type { PaperAccount } from './paper-account';
import type { PaperMarket, PaperMarkets } from './paper-market';
import { takeLiquidity, type Match } from './take-liquidity';

/** What a `Liquidator` works with. */
export type LiquidatorOptions = {
  readonly markets: PaperMarkets;
  readonly account: PaperAccount;
  readonly margin: ChainMargin;
  readonly forced: ForcedFills;
  /** Takes the account's own orders out of the way that a liquidation meets at a price or better. */
  readonly cancelOwn: (market: PaperMarket, side: Side, limit: Subticks, block: Block) => void;
};

/** The price whose product with the size comes nearest below the worth; a fill states one. */
function priceOf(quoteQuantums: bigint, quantums: bigint, rules: MarketRules): Subticks {
  const exponent = rules.quantumConversionExponent;
  const scale = 10n ** BigInt(Math.abs(exponent));
  const subticks = exponent >= 0 ? quoteQuantums / (quantums * scale) : (quoteQuantums * scale) / quantums;
  return (subticks > 0n ? subticks : 1n) as Subticks;
}

/**
 * What the chain does to an account that fell below its maintenance margin, once per block: part of one position is sold into
 * the book, not beyond the fillable price. When the book takes nothing and the account owes more than it has, the whole
 * position is closed against others at the bankruptcy price. What is left waits for the next block.
 *
 * Nothing is done while a mark is missing or, against the book, while the book is not live.
 * @see v4-chain `x/clob/keeper/liquidations.go`, `deleveraging.go` and `x/clob/abci.go` for what happens in which order
 */
export class Liquidator {
  constructor(private readonly options: LiquidatorOptions) {}

  run(block: Block): void {
    this.#liquidate(block);
    for (const [marketId, { status }] of this.options.markets) {
      if (status === 'FINAL_SETTLEMENT') this.#deleverage(marketId, block);
    }
  }

  #liquidate(block: Block): void {
    const { account, margin, markets } = this.options;
    const weighed = account.weigh();
    if (typeof weighed === 'string' || weighed.positions.size === 0) return;
    const step = margin.liquidation(weighed);
    const market = step && markets.get(step.marketId);
    const rules = market?.rules;
    if (step === undefined || market === undefined || rules === undefined) return;
    if (market.status === 'ACTIVE') {
      if (market.book === undefined || !market.isLive) return;
      if (this.#sell(step, market, rules, block)) return;
    }
    if (margin.requirements(weighed).netCollateral < 0n) this.#deleverage(step.marketId, block);
  }

  /** Takes what the book offers for a step. @returns whether that was anything */
  #sell(step: LiquidationStep, market: PaperMarket, rules: MarketRules, block: Block): boolean {
    const { deltaQuantums, fillableSubticks } = step;
    const side = deltaQuantums > 0n ? 'buy' : 'sell';
    const limit = { side, priceUsd: toPriceUsd(fillableSubticks, rules) } as const;
    const wanted = magnitude(deltaQuantums);
    const matches = takeLiquidity(market, rules, limit, wanted);
    const taken = matches.reduce((total, { quantums }) => total + quantums, 0n);
    const reached = (taken === wanted ? matches.at(-1)?.subticks : undefined) ?? fillableSubticks;
    this.options.cancelOwn(market, side, reached, block);
    for (const match of matches) this.#fill(step.marketId, side, match, rules, block);
    return matches.length > 0;
  }

  #fill(marketId: MarketId, side: Side, match: Match, rules: MarketRules, block: Block): void {
    const { account, margin, forced } = this.options;
    const weighed = account.weigh();
    if (typeof weighed === 'string') return;
    const { quantums, subticks } = match;
    const quoteQuantums = fillQuoteQuantums(quantums, subticks, rules);
    const delta = (side === 'buy' ? quantums : 0n - quantums) as Quantums;
    const feeQuoteQuantums = margin.liquidationFee(weighed, marketId, delta, quoteQuantums);
    const of = { id: forced.nextId('LIQUIDATED'), side, liquidity: 'taker', quoteQuantums, feeQuoteQuantums } as const;
    forced.add(marketId, 'LIQUIDATED', fillOf(match, rules, of), block);
  }

  /** Closes the whole position of a market against others: the chain knows no smaller step here, and takes no fee. */
  #deleverage(marketId: MarketId, block: Block): void {
    const { account, margin, forced } = this.options;
    const weighed = account.weigh();
    if (typeof weighed === 'string') return;
    const position = weighed.positions.get(marketId);
    if (position === undefined) return;
    const { rules } = position;
    const side = position.quantums > 0n ? 'sell' : 'buy';
    const received = deleveragingQuote(margin, weighed, marketId);
    const worth = side === 'sell' ? received : -received;
    // A debt larger than the short itself turns its price negative: what comes on top is stated as an earned fee.
    const quoteQuantums = (worth > 0n ? worth : 0n) as QuoteQuantums;
    const feeQuoteQuantums = (worth > 0n ? 0n : worth) as QuoteQuantums;
    const quantums = magnitude(position.quantums) as Quantums;
    const match = { quantums, subticks: priceOf(quoteQuantums, quantums, rules) };
    const id = forced.nextId('DELEVERAGED');
    const fill = fillOf(match, rules, { id, side, liquidity: 'taker', quoteQuantums, feeQuoteQuantums });
    forced.add(marketId, 'DELEVERAGED', fill, block);
  }
}
