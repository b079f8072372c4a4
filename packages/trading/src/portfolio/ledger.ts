import {
  decimalNumber,
  QUOTE_EXPONENT,
  type Fill,
  type MarketId,
  type Position,
  type Quantums,
  type QuoteQuantums,
  type UnixMs,
} from '@perpstream/core';
import { applyFill, type Holding } from './apply-fill';
import { atomicResolutionOf } from './atomic-resolution';

type OpenHolding = Holding & { readonly atomicResolution: number; readonly openedMs: UnixMs };

/** Decimal digits that an entry price is computed to beyond its integer ratio, more than a float64 can hold. */
const PRICE_DIGITS = 18;

function entryPriceUsd({ costQuoteQuantums, quantums, atomicResolution }: OpenHolding): number {
  const digits = (costQuoteQuantums * 10n ** BigInt(PRICE_DIGITS)) / quantums;
  return decimalNumber(digits, QUOTE_EXPONENT - atomicResolution - PRICE_DIGITS);
}

function positionOf(marketId: MarketId, open: OpenHolding): Position {
  return {
    marketId,
    quantums: open.quantums as Quantums,
    sizeBase: decimalNumber(open.quantums, open.atomicResolution),
    entryPriceUsd: entryPriceUsd(open),
    openedMs: open.openedMs,
  };
}

/**
 * Cash and positions of one account in chain integers. At every moment, exactly:
 * cash + cost of open positions = start + realised + funding + transfers - fees.
 */
export class Ledger {
  readonly #holdings = new Map<MarketId, OpenHolding>();
  #cash: bigint;
  #realized = 0n;
  #fees = 0n;
  #funding = 0n;
  #transfers = 0n;

  constructor(startQuoteQuantums: QuoteQuantums) {
    this.#cash = startQuoteQuantums;
  }

  get cashQuoteQuantums(): QuoteQuantums {
    return this.#cash as QuoteQuantums;
  }

  get realizedQuoteQuantums(): QuoteQuantums {
    return this.#realized as QuoteQuantums;
  }

  /** Paid > 0, earned < 0. */
  get feeQuoteQuantums(): QuoteQuantums {
    return this.#fees as QuoteQuantums;
  }

  /** Received > 0, paid < 0. */
  get fundingQuoteQuantums(): QuoteQuantums {
    return this.#funding as QuoteQuantums;
  }

  /** Came in > 0, went out < 0. */
  get transferQuoteQuantums(): QuoteQuantums {
    return this.#transfers as QuoteQuantums;
  }

  holdings(): ReadonlyMap<MarketId, OpenHolding> {
    return this.#holdings;
  }

  position(marketId: MarketId): Position | undefined {
    const open = this.#holdings.get(marketId);
    return open && positionOf(marketId, open);
  }

  /** Open positions in order of opening. */
  positions(): Map<MarketId, Position> {
    return new Map([...this.#holdings].map(([marketId, open]) => [marketId, positionOf(marketId, open)]));
  }

  /** Books a fill and its fee. @returns what it realised, without its fee */
  bookFill(marketId: MarketId, fill: Fill, atMs: UnixMs): QuoteQuantums {
    const before = this.#holdings.get(marketId);
    const { holding, realizedQuoteQuantums, isOpened } = applyFill(before, fill);
    if (holding === undefined || isOpened) this.#holdings.delete(marketId);
    if (holding !== undefined) {
      const openedMs = isOpened || before === undefined ? atMs : before.openedMs;
      this.#holdings.set(marketId, { ...holding, atomicResolution: atomicResolutionOf(fill), openedMs });
    }
    if (fill.side === 'buy') this.#cash -= fill.quoteQuantums;
    else this.#cash += fill.quoteQuantums;
    this.#cash -= fill.feeQuoteQuantums;
    this.#realized += realizedQuoteQuantums;
    this.#fees += fill.feeQuoteQuantums;
    return realizedQuoteQuantums as QuoteQuantums;
  }

  /** Books a funding payment: received > 0, paid < 0. */
  bookFunding(payment: QuoteQuantums): void {
    this.#cash += payment;
    this.#funding += payment;
  }

  /** Books a transfer: in > 0, out < 0. */
  bookTransfer(transfer: QuoteQuantums): void {
    this.#cash += transfer;
    this.#transfers += transfer;
  }
}
