import type { AccountStanding, LiquidationState } from './liquidation-verdict';
import type { MarkTable } from './mark-table';
import type { WatchedMarket } from './watched-market';

/**
 * One watched account: its positions side by side with the markets that they stand in, and its margin at the latest evaluation.
 *
 * Evaluated from scratch, since running sums would drift; one pass, nothing allocated.
 */
export class AccountRow {
  #quoteBalanceUsd = NaN;
  #markets: readonly WatchedMarket[] = [];
  /** Sizes, and beside them where the numbers of their markets stand in the table of marks. */
  #sizesBase = new Float64Array(0);
  #places = new Int32Array(0);
  #equityUsd = NaN;
  #initialMarginUsd = NaN;
  #maintenanceMarginUsd = NaN;
  #nearestDistance = NaN;
  #nearest: WatchedMarket | undefined;
  /** +1 when the nearest market is held long. */
  #nearestSign = 0;
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

  /** Computes margin and distance at the marks of now. Returns whether the verdict is another one than before. */
  evaluate(): boolean {
    const sizes = this.#sizesBase;
    const places = this.#places;
    const { values } = this.marks;
    let equityUsd = this.#quoteBalanceUsd;
    let initialUsd = 0;
    let maintenanceUsd = 0;
    // What one whole move of the mark against the position takes from equity less maintenance margin: the largest long and short.
    let longUsd = 0;
    let shortUsd = 0;
    let long = -1;
    let short = -1;
    for (let index = 0; index < sizes.length; index += 1) {
      const place = places[index]!;
      const notionalUsd = sizes[index]! * values[place]!;
      const absoluteUsd = Math.abs(notionalUsd);
      const requiredUsd = absoluteUsd * values[place + 2]!;
      const surplusOfUsd = notionalUsd - requiredUsd;
      equityUsd += notionalUsd;
      initialUsd += absoluteUsd * values[place + 1]!;
      maintenanceUsd += requiredUsd;
      if (surplusOfUsd > longUsd) {
        longUsd = surplusOfUsd;
        long = index;
      } else if (-surplusOfUsd > shortUsd) {
        shortUsd = -surplusOfUsd;
        short = index;
      }
    }
    this.#equityUsd = equityUsd;
    this.#initialMarginUsd = initialUsd;
    this.#maintenanceMarginUsd = maintenanceUsd;
    const surplusUsd = equityUsd - maintenanceUsd;
    // A mark cannot fall by more than all of it.
    const isLongNearest = longUsd > shortUsd && surplusUsd <= longUsd;
    this.#nearest = this.#markets[isLongNearest ? long : short];
    this.#nearestSign = isLongNearest ? 1 : -1;
    this.#nearestDistance = distanceOf(surplusUsd, maintenanceUsd, isLongNearest ? longUsd : shortUsd);
    return this.#enterBand(bandOf(this.#nearestDistance, surplusUsd, maintenanceUsd, this.bounds));
  }

  standing(): AccountStanding {
    const band = this.#band ?? -1;
    const nearest = this.#nearest;
    return {
      account: this.account,
      state: stateOf(band, this.bounds.length),
      insideBound: this.bounds[Math.min(band, this.bounds.length) - 1] ?? Infinity,
      equityUsd: this.#equityUsd,
      initialMarginUsd: this.#initialMarginUsd,
      maintenanceMarginUsd: this.#maintenanceMarginUsd,
      nearestDistance: this.#nearestDistance,
      ...(nearest !== undefined &&
        band >= 0 && {
          nearest: { marketId: nearest.marketId, liquidationPriceUsd: this.#nearestPriceUsd(nearest) },
        }),
    };
  }

  #nearestPriceUsd({ oraclePriceUsd }: WatchedMarket): number {
    return Math.max(0, oraclePriceUsd * (1 - this.#nearestSign * this.#nearestDistance));
  }

  #enterBand(band: number): boolean {
    const isChanged = band !== this.#band;
    this.#band = band;
    return isChanged;
  }
}

function distanceOf(surplusUsd: number, maintenanceUsd: number, perWholeMoveUsd: number): number {
  if (!(maintenanceUsd >= 0 && Number.isFinite(surplusUsd))) return NaN;
  if (maintenanceUsd === 0) return Infinity;
  return surplusUsd === 0 && perWholeMoveUsd === 0 ? Infinity : surplusUsd / perWholeMoveUsd;
}

function bandOf(distance: number, surplusUsd: number, maintenanceUsd: number, bounds: readonly number[]): number {
  if (Number.isNaN(distance)) return -1;
  if (maintenanceUsd > 0 && surplusUsd < 0) return bounds.length + 1;
  let band = 0;
  while (band < bounds.length && distance < bounds[band]!) band += 1;
  return band;
}

function stateOf(band: number, bounds: number): LiquidationState {
  if (band < 0) return 'unknown';
  if (band > bounds) return 'liquidatable';
  return band === 0 ? 'safe' : 'near';
}
