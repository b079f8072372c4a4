import type { Side } from '@perpstream/core';
import type { Block } from '../chain/block';
import type { MarketGrid } from '../chain/market-grid';
import { isoTime } from '../clock/iso-time';
import type { IndexerOrderPatch, IndexerOrderState } from '../venue/account-shapes';
import { orderUuid } from './account-ids';
import type { Subaccount } from './subaccount';

/** A market as orders name it. */
export type OrderMarket = {
  readonly ticker: string;
  readonly clobPairId: number;
  readonly grid: MarketGrid;
  /** Text of the oracle price as it is now. */
  readonly oraclePrice: () => string;
};

export const SHORT_TERM = 0;
export const LONG_TERM = 64;

/** What an account asks for. */
export type OrderTerms = {
  readonly side: Side;
  readonly subticks: number;
  /** The whole size, filled parts included. */
  readonly quantums: number;
  readonly timeInForce: 'GTT' | 'IOC';
  readonly postOnly: boolean;
};

/** When an order ends by itself: a height for short-term orders, a time for the others. */
export type Expiry = { readonly goodTilBlock: number } | { readonly goodTilBlockTime: string };

/** An order of an account from its placement to its end, with what the book and the blocks have made of it. */
export class AccountOrder {
  readonly id: string;
  /** Matched between blocks, committed or not. */
  matchedQuantums = 0;
  /** Committed by blocks. */
  filledQuantums = 0;
  /** Its number in the book while a part of it rests there. */
  restingId: number | undefined;
  /** Taken out of the book, by its owner or by the chain; fills may still be committed. */
  isRemoved = false;

  constructor(
    readonly owner: Subaccount,
    readonly market: OrderMarket,
    readonly clientId: number,
    readonly orderFlags: typeof SHORT_TERM | typeof LONG_TERM,
    public terms: OrderTerms,
    public expiry: Expiry,
  ) {
    this.id = orderUuid(owner.id, { clientId, clobPairId: market.clobPairId, orderFlags });
  }

  get isFilled(): boolean {
    return this.filledQuantums >= this.terms.quantums;
  }

  get goodTilBlock(): number | undefined {
    return 'goodTilBlock' in this.expiry ? this.expiry.goodTilBlock : undefined;
  }

  /** What an off-chain message says of the order: filled as matched so far. */
  offChain(status: IndexerOrderState, removalReason?: string): IndexerOrderPatch {
    return {
      ...this.#facts(),
      status,
      totalOptimisticFilled: this.market.grid.size(this.matchedQuantums),
      ...(removalReason === undefined ? {} : { removalReason: `ORDER_REMOVAL_REASON_${removalReason}` }),
    };
  }

  /** What an on-chain message says of the order: filled as committed. */
  onChain(status: IndexerOrderState, { height, timeMs }: Block, removalReason?: string): IndexerOrderPatch {
    return {
      ...this.#facts(),
      status,
      totalFilled: this.market.grid.size(this.filledQuantums),
      updatedAt: isoTime(timeMs),
      updatedAtHeight: String(height),
      ...(removalReason === undefined ? {} : { removalReason: `ORDER_REMOVAL_REASON_${removalReason}` }),
    };
  }

  #facts(): IndexerOrderPatch {
    const { terms, market, expiry } = this;
    return {
      id: this.id,
      subaccountId: this.owner.id,
      clientId: String(this.clientId),
      clobPairId: String(market.clobPairId),
      side: terms.side === 'buy' ? 'BUY' : 'SELL',
      size: market.grid.size(terms.quantums),
      price: market.grid.price(terms.subticks),
      type: 'LIMIT',
      timeInForce: terms.timeInForce,
      postOnly: terms.postOnly,
      reduceOnly: false,
      orderFlags: String(this.orderFlags),
      ...('goodTilBlock' in expiry ? { goodTilBlock: String(expiry.goodTilBlock) } : expiry),
      ticker: market.ticker,
      clientMetadata: '0',
    };
  }
}
