import { QUOTE_EXPONENT, decimalOf, decimalText } from '@perpstream/core';
import type { MarketGrid } from '../chain/market-grid';
import type { IndexerPositionRow } from '../venue/account-shapes';
import { minus, textOf, times } from './decimal-sum';

/** Digits of a mean price beyond the tick. */
const PRICE_DIGITS = 6;

/** What an update says of a position beside its market and owner. */
export type PositionFigures = Omit<IndexerPositionRow, 'address' | 'subaccountNumber'>;

/**
 * A position in one market from its opening to its close, on integers: quantums of the base, quote quantums of USDC.
 *
 * @see v4-chain `indexer/services/comlink/src/request-helpers/request-transformer.ts` for realized and unrealized profit
 */
export class Position {
  #quantums = 0;
  #maxQuantums = 0;
  readonly #opened = new Side();
  readonly #closed = new Side();

  /** @param direction 1 for a long position, -1 for a short one */
  constructor(
    readonly id: string,
    private readonly ticker: string,
    private readonly grid: MarketGrid,
    private readonly direction: 1 | -1,
  ) {}

  /** Signed size. */
  get quantums(): number {
    return this.#quantums;
  }

  /** Adds a part of a fill: signed size, and what it was worth. The part must not go through zero. */
  add(quantums: number, quoteQuantums: bigint): void {
    const side = quantums * this.direction > 0 ? this.#opened : this.#closed;
    side.add(Math.abs(quantums), quoteQuantums);
    this.#quantums += quantums;
    if (Math.abs(this.#quantums) > Math.abs(this.#maxQuantums)) this.#maxQuantums = this.#quantums;
  }

  figures(oraclePrice: string): PositionFigures {
    const { grid } = this;
    const entryPrice = this.#opened.price(grid)!;
    const exitPrice = this.#closed.price(grid);
    const sumClose = grid.size(this.#closed.quantums);
    const size = grid.size(this.#quantums);
    return {
      positionId: this.id,
      market: this.ticker,
      side: this.direction > 0 ? 'LONG' : 'SHORT',
      status: this.#quantums === 0 ? 'CLOSED' : 'OPEN',
      size,
      maxSize: grid.size(this.#maxQuantums),
      netFunding: '0',
      entryPrice,
      exitPrice: exitPrice ?? null,
      sumOpen: grid.size(this.#opened.quantums),
      sumClose,
      realizedPnl: exitPrice === undefined ? '0' : profit(sumClose, entryPrice, exitPrice, this.direction),
      unrealizedPnl: profit(size, entryPrice, oraclePrice, 1),
    };
  }
}

/** Sums of the fills that opened a position, or of those that closed it. */
class Side {
  quantums = 0;
  #quote = 0n;

  add(quantums: number, quoteQuantums: bigint): void {
    this.quantums += quantums;
    this.#quote += quoteQuantums;
  }

  /** Mean price; undefined without a fill. */
  price({ atomicResolution, subtickExponent }: MarketGrid): string | undefined {
    if (this.quantums === 0) return undefined;
    const exponent = subtickExponent - PRICE_DIGITS;
    const shift = QUOTE_EXPONENT - atomicResolution - exponent;
    return decimalText((this.#quote * 10n ** BigInt(shift)) / BigInt(this.quantums), exponent);
  }
}

/** What a signed size has gained from one price to another. */
function profit(size: string, from: string, to: string, direction: 1 | -1): string {
  const gain = times(decimalOf(size), minus(decimalOf(to), decimalOf(from)));
  return textOf({ digits: gain.digits * BigInt(direction), exponent: gain.exponent });
}
