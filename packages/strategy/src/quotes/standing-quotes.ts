import { isEmpty, quoteSides, type Quote, type QuoteSides } from './quote-model';
import type { QuoteSide } from './place-quotes';

/** Significant digits of a size that are sure to be meant; what a subtraction leaves beyond them is float64 noise. */
const DIGITS = 14;

/** When a new quote is another one than that which stands. */
export type ChangeBounds = { readonly repriceBps: number; readonly resizeFraction: number };

/** Whether the market and the limits let a standing quote be. */
export type Fits = (side: QuoteSide, quote: Quote) => boolean;

const SIDES = ['bid', 'ask'] as const;

function isSame(standing: Quote, next: Quote, { repriceBps, resizeFraction }: ChangeBounds): boolean {
  const movedBps = (Math.abs(next.priceUsd - standing.priceUsd) / standing.priceUsd) * 10_000;
  const larger = Math.max(next.sizeBase, standing.sizeBase);
  return movedBps <= repriceBps && Math.abs(next.sizeBase - standing.sizeBase) <= resizeFraction * larger;
}

function isEqual(a: Quote | undefined, b: Quote | undefined): boolean {
  return a?.priceUsd === b?.priceUsd && a?.sizeBase === b?.sizeBase;
}

function equalSides(a: QuoteSides, b: QuoteSides): boolean {
  return isEqual(a.bid, b.bid) && isEqual(a.ask, b.ask);
}

/**
 * What became of the quotes that were decided for one market: what was filled of them is gone until it is decided anew, as
 * for the one who sends the orders; so is a side of which the account shows no order for too long.
 */
export class StandingQuotes {
  #decided: QuoteSides = {};
  #sides: QuoteSides = {};
  readonly #missingSinceMs: Partial<Record<QuoteSide, number>> = {};

  /** What still works. */
  get sides(): QuoteSides {
    return this.#sides;
  }

  /** Whether nothing was decided, or its withdrawal. */
  get isWithdrawn(): boolean {
    return isEmpty(this.#decided);
  }

  /** Takes over a decision, of which no order is in the account yet unless it was kept. */
  decide(sides: QuoteSides, nowMs: number): void {
    for (const side of SIDES) if (!isEqual(sides[side], this.#sides[side])) this.#missingSinceMs[side] = nowMs;
    this.#decided = sides;
    this.#sides = sides;
  }

  /** Takes over a change of the position: it came from the quote of that side. */
  fill(changeBase: number): void {
    if (changeBase > 0) this.#sides = quoteSides(this.#rest('bid', changeBase), this.#sides.ask);
    if (changeBase < 0) this.#sides = quoteSides(this.#sides.bid, this.#rest('ask', -changeBase));
  }

  /** Takes over whether the account shows an open order of a side. */
  show(side: QuoteSide, isShown: boolean, nowMs: number): void {
    if (isShown) delete this.#missingSinceMs[side];
    else this.#missingSinceMs[side] ??= nowMs;
  }

  /** Counts sides as gone that had no open order for `patienceMs`. */
  dropMissing(nowMs: number, patienceMs: number): void {
    const alive = (side: QuoteSide): Quote | undefined => {
      const isGone = nowMs - (this.#missingSinceMs[side] ?? Infinity) >= patienceMs;
      return isGone ? undefined : this.#sides[side];
    };
    this.#sides = quoteSides(alive('bid'), alive('ask'));
  }

  /**
   * What to decide so that `next` is quoted; undefined when what stands is as good. Of two sides, the one that is as good is
   * repeated exactly, so that its order keeps its place in the queue.
   *
   * A decision never repeats the one before it: when a quote was filled and the same is wanted again, its end is told first.
   * It is told, too, when nothing takes its place.
   */
  change(next: QuoteSides, bounds: ChangeBounds, fits: Fits): QuoteSides | undefined {
    const merged = this.#merge(next, bounds, fits);
    if (!equalSides(merged, this.#sides)) return equalSides(merged, this.#decided) ? this.#sides : merged;
    return SIDES.some((side) => this.#decided[side] && !merged[side]) ? merged : undefined;
  }

  #merge(next: QuoteSides, bounds: ChangeBounds, fits: Fits): QuoteSides {
    const kept = (side: QuoteSide): Quote | undefined => {
      const [standing, wanted] = [this.#sides[side], next[side]];
      return standing && wanted && isSame(standing, wanted, bounds) && fits(side, standing) ? standing : wanted;
    };
    const [bid, ask] = [kept('bid'), kept('ask')];
    return bid && ask && bid.priceUsd >= ask.priceUsd ? next : quoteSides(bid, ask);
  }

  #rest(side: QuoteSide, filledBase: number): Quote | undefined {
    const quote = this.#sides[side];
    const left = (quote?.sizeBase ?? 0) - filledBase;
    if (quote === undefined) return undefined;
    const decimals = Math.min(100, Math.max(0, DIGITS - Math.ceil(Math.log10(quote.sizeBase))));
    const sizeBase = Number(left.toFixed(decimals));
    return sizeBase > 0 ? { ...quote, sizeBase } : undefined;
  }
}
