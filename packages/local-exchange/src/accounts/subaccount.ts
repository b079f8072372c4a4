import { QUOTE_EXPONENT, ceilDiv, decimalText, type Side } from '@perpstream/core';
import type { MarketGrid } from '../chain/market-grid';
import type { IndexerAssetRow, IndexerPositionRow } from '../venue/account-shapes';
import { indexerUuid, subaccountUuid } from './account-ids';
import { Position, type PositionFigures } from './position';

const PPM = 1_000_000n;
/** What the lowest tier pays of a fill, in parts per million. */
const FEE_PPM = { TAKER: 500n, MAKER: 100n };
const USDC_ASSET_ID = '0';

export type Liquidity = 'TAKER' | 'MAKER';

/** One side of a committed fill. */
export type CommittedFill = {
  readonly ticker: string;
  readonly side: Side;
  readonly subticks: number;
  readonly quantums: number;
  readonly eventId: string;
  /** Undefined when the chain charges nothing: deleveraging. */
  readonly liquidity: Liquidity | undefined;
};

/** Money and positions of one subaccount, as fills and transfers make them. */
export class Subaccount {
  readonly id: string;
  #cashQuote = 0n;
  readonly #positions = new Map<string, Position>();

  constructor(
    readonly address: string,
    readonly number: number,
  ) {
    this.id = subaccountUuid(address, number);
  }

  /** Subscription id of the account. */
  get key(): string {
    return `${this.address}/${this.number}`;
  }

  /** USDC in quote quantums, negative for debt. */
  get cashQuote(): bigint {
    return this.#cashQuote;
  }

  /** Puts money in, or takes it out when negative. */
  transfer(quoteQuantums: bigint): void {
    this.#cashQuote += quoteQuantums;
  }

  /** Signed size of the position in a market, 0 without one. */
  quantumsIn(ticker: string): number {
    return this.#positions.get(ticker)?.quantums ?? 0;
  }

  /**
   * Takes a fill in: cash moves by its worth and the fee, the position by its size.
   *
   * @returns the fee in quote quantums, and what became of positions: a fill through zero closes one and opens another
   */
  fill(
    { ticker, side, subticks, quantums, eventId, liquidity }: CommittedFill,
    grid: MarketGrid,
  ): { readonly feeQuote: bigint; readonly touched: readonly Position[] } {
    const quote = grid.quoteQuantums(subticks, quantums);
    const feeQuote = liquidity === undefined ? 0n : ceilDiv(quote * FEE_PPM[liquidity], PPM);
    this.#cashQuote += (side === 'buy' ? -quote : quote) - feeQuote;
    const signed = side === 'buy' ? quantums : -quantums;
    const held = this.quantumsIn(ticker);
    const closing = held * signed < 0 ? Math.sign(signed) * Math.min(Math.abs(held), Math.abs(signed)) : 0;
    const touched: Position[] = [];
    for (const part of [closing, signed - closing]) {
      if (part === 0) continue;
      const position = this.#positions.get(ticker) ?? this.#open(ticker, part, eventId, grid);
      position.add(part, grid.quoteQuantums(subticks, Math.abs(part)));
      if (position.quantums === 0) this.#positions.delete(ticker);
      if (!touched.includes(position)) touched.push(position);
    }
    return { feeQuote, touched };
  }

  /** The position in a market as an update states it. */
  row(figures: PositionFigures): IndexerPositionRow {
    return { address: this.address, subaccountNumber: this.number, ...figures };
  }

  /** The balance as an update states it. */
  assetRow(): IndexerAssetRow {
    const isDebt = this.#cashQuote < 0n;
    return {
      address: this.address,
      subaccountNumber: this.number,
      positionId: indexerUuid(`${this.id}-${USDC_ASSET_ID}`),
      assetId: USDC_ASSET_ID,
      symbol: 'USDC',
      side: isDebt ? 'SHORT' : 'LONG',
      size: decimalText(isDebt ? -this.#cashQuote : this.#cashQuote, QUOTE_EXPONENT),
    };
  }

  #open(ticker: string, quantums: number, eventId: string, grid: MarketGrid): Position {
    const position = new Position(indexerUuid(`${this.id}-${eventId}`), ticker, grid, quantums > 0 ? 1 : -1);
    this.#positions.set(ticker, position);
    return position;
  }
}
