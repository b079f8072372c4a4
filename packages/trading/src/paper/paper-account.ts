import type {
  AccountState,
  ChainAccount,
  ChainPosition,
  Fill,
  MarketId,
  QuoteQuantums,
  Quantums,
} from '@perpstream/core';
import { paperMarket, type PaperMarket, type PaperMarkets } from './paper-market';

/** What a fill or a transfer changes: money, and the position of one market. Signed. */
export type Movement = {
  readonly marketId?: MarketId;
  readonly quantums: bigint;
  readonly quoteQuantums: bigint;
};

const NOTHING: Movement = { quantums: 0n, quoteQuantums: 0n };

/** What a fill does to position and cash, its fee included. */
export function movementOf(marketId: MarketId, { side, quantums, quoteQuantums, feeQuoteQuantums }: Fill): Movement {
  return side === 'buy'
    ? { marketId, quantums, quoteQuantums: 0n - quoteQuantums - feeQuoteQuantums }
    : { marketId, quantums: 0n - quantums, quoteQuantums: quoteQuantums - feeQuoteQuantums };
}

function chainPosition(marketId: MarketId, market: PaperMarket, quantums: bigint): ChainPosition | string {
  const { rules, oraclePriceUsd, openInterestBase } = market;
  if (rules === undefined) return `the rules of ${marketId} are not known`;
  if (oraclePriceUsd === undefined) return `the oracle price of ${marketId} is not known`;
  return { rules, quantums: quantums as Quantums, oraclePriceUsd, openInterestBase };
}

/**
 * The account of the exchange: cash and positions by the latest account state, and by what happened since, so that several
 * fills of one block see each other.
 */
export class PaperAccount {
  readonly #markets: PaperMarkets;
  #quoteQuantums: bigint | undefined;

  constructor(markets: PaperMarkets) {
    this.#markets = markets;
  }

  /** Takes over what the account is now. */
  learn({ quoteQuantums, positions }: AccountState): void {
    this.#quoteQuantums = quoteQuantums;
    for (const market of this.#markets.values()) market.positionQuantums = 0n;
    for (const { marketId, quantums } of positions.values()) {
      paperMarket(this.#markets, marketId).positionQuantums = quantums;
    }
  }

  /** Books what happened, before anybody is told of it. */
  book({ marketId, quantums, quoteQuantums }: Movement): void {
    if (marketId !== undefined) paperMarket(this.#markets, marketId).positionQuantums += quantums;
    if (this.#quoteQuantums !== undefined) this.#quoteQuantums += quoteQuantums;
  }

  /** The account as the chain weighs it, with a movement that has not happened yet; the reason when that cannot be told. */
  weigh(moved: Movement = NOTHING): ChainAccount | string {
    if (this.#quoteQuantums === undefined) return 'the account is not known';
    const positions = new Map<MarketId, ChainPosition>();
    for (const [marketId, market] of this.#markets) {
      const quantums = market.positionQuantums + (marketId === moved.marketId ? moved.quantums : 0n);
      if (quantums === 0n) continue;
      const position = chainPosition(marketId, market, quantums);
      if (typeof position === 'string') return position;
      positions.set(marketId, position);
    }
    return { quoteQuantums: (this.#quoteQuantums + moved.quoteQuantums) as QuoteQuantums, positions };
  }
}
