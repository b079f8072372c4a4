import type { AccountStanding, LiquidationState } from './liquidation-verdict';
import type { MarkTable } from './mark-table';
import type { WatchedMarket } from './watched-market';

/** The market whose mark needs the smallest move to liquidate the account, and that move as a fraction. */
type Nearest = { readonly market?: WatchedMarket; readonly sign: 1 | -1; readonly distance: number };

/**
 * One watched account: its positions beside the places of their markets in the table of marks, and its margin at the latest
 * evaluation. Evaluated from scratch each time: running sums would drift.
 */
export class AccountRow {
  #quoteBalanceUsd = NaN;
  #markets: readonly WatchedMarket[] = [];
  #sizesBase = new Float64Array(0);
  #places = new Int32Array(0);
  #equityUsd = NaN;
  #grossUsd = NaN;
  #initialMarginUsd = NaN;
  #maintenanceMarginUsd = NaN;
  /** How many bounds the account is inside of; -1 when that is not known, one more than there are when it is liquidatable. */
  #band: number | undefined;

  constructor(
    readonly account: string,
    /** Distance bounds, the widest first. */
    readonly bounds: readonly number[],
    readonly marks: MarkTable,
  ) {}

  /** Takes a new balance and new positions; tells the markets who holds them. */
  hold(quoteBalanceUsd: number, markets: readonly WatchedMarket[], sizesBase: readonly number[]): void {
    for (const market of this.#markets) market.holders.delete(this);
    for (const market of markets) market.holders.add(this);
    this.#quoteBalanceUsd = quoteBalanceUsd;
    this.#markets = markets;
    this.#sizesBase = Float64Array.from(sizesBase);
    this.#places = Int32Array.from(markets, ({ place }) => place);
  }

  /** Computes the margin at the marks of now. Returns whether the verdict is another one than before. */
  evaluate(): boolean {
    const { values } = this.marks;
    const places = this.#places;
    const sizes = this.#sizesBase;
    let equityUsd = this.#quoteBalanceUsd;
    let grossUsd = 0;
    let initialUsd = 0;
    let maintenanceUsd = 0;
    for (let index = 0; index < sizes.length; index += 1) {
      const place = places[index]!;
      const notionalUsd = sizes[index]! * values[place]!;
      const absoluteUsd = Math.abs(notionalUsd);
      equityUsd += notionalUsd;
      grossUsd += absoluteUsd;
      initialUsd += absoluteUsd * values[place + 1]!;
      maintenanceUsd += absoluteUsd * values[place + 2]!;
    }
    this.#equityUsd = equityUsd;
    this.#grossUsd = grossUsd;
    this.#initialMarginUsd = initialUsd;
    this.#maintenanceMarginUsd = maintenanceUsd;
    const band = this.#bandNow();
    const isChanged = band !== this.#band;
    this.#band = band;
    return isChanged;
  }

  standing(): AccountStanding {
    const band = this.#band ?? -1;
    const { market, sign, distance } = this.#nearest();
    return {
      account: this.account,
      state: stateOf(band, this.bounds.length),
      insideBound: this.bounds[Math.min(band, this.bounds.length) - 1] ?? Infinity,
      equityUsd: this.#equityUsd,
      initialMarginUsd: this.#initialMarginUsd,
      maintenanceMarginUsd: this.#maintenanceMarginUsd,
      nearestDistance: distance,
      ...(market !== undefined && {
        nearest: {
          marketId: market.marketId,
          liquidationPriceUsd: Math.max(0, market.oraclePriceUsd * (1 - sign * distance)),
        },
      }),
    };
  }

  get #isKnown(): boolean {
    return Number.isFinite(this.#equityUsd) && this.#maintenanceMarginUsd >= 0;
  }

  #bandNow(): number {
    const { bounds } = this;
    const surplusUsd = this.#equityUsd - this.#maintenanceMarginUsd;
    if (!this.#isKnown) return -1;
    if (this.#maintenanceMarginUsd > 0 && surplusUsd < 0) return bounds.length + 1;
    // No position is worth more than all of them: most accounts are safe without a look at each.
    const mostPerMoveUsd = this.#grossUsd + this.#maintenanceMarginUsd;
    if (surplusUsd >= (bounds[0] ?? 0) * mostPerMoveUsd) return 0;
    const { distance } = this.#nearest();
    let band = 0;
    while (band < bounds.length && distance < bounds[band]!) band += 1;
    return band;
  }

  #nearest(): Nearest {
    if (!this.#isKnown) return { sign: 1, distance: NaN };
    const surplusUsd = this.#equityUsd - this.#maintenanceMarginUsd;
    // What one whole move of a mark against its position takes from the surplus: the largest of the longs and of the shorts.
    let [longUsd, shortUsd] = [0, 0];
    let [long, short] = [-1, -1];
    const { values } = this.marks;
    for (let index = 0; index < this.#sizesBase.length; index += 1) {
      const place = this.#places[index]!;
      const notionalUsd = this.#sizesBase[index]! * values[place]!;
      const perMoveUsd = notionalUsd - Math.abs(notionalUsd) * values[place + 2]!;
      if (perMoveUsd > longUsd) [longUsd, long] = [perMoveUsd, index];
      if (-perMoveUsd > shortUsd) [shortUsd, short] = [-perMoveUsd, index];
    }
    // A mark cannot fall by more than all of it.
    const isLong = longUsd > shortUsd && surplusUsd <= longUsd;
    const market = this.#markets[isLong ? long : short];
    if (market === undefined)
      return { sign: 1, distance: surplusUsd < 0 && this.#maintenanceMarginUsd > 0 ? -Infinity : Infinity };
    return { market, sign: isLong ? 1 : -1, distance: surplusUsd / (isLong ? longUsd : shortUsd) };
  }
}

function stateOf(band: number, bounds: number): LiquidationState {
  if (band < 0) return 'unknown';
  if (band > bounds) return 'liquidatable';
  return band === 0 ? 'safe' : 'near';
}
