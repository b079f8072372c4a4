import type { MarketContext } from '@perpstream/core';
import { Cells } from '../math/cells';
import { keptShare } from '../math/half-life';
import { LiquidationMap } from './liquidation-map';

/** Options of `PositionMap`. */
export type PositionMapOptions = {
  readonly leverages: readonly number[];
  readonly maintenanceMarginFraction: number;
  readonly positionHalfLifeMs: number;
  readonly reachBps: number;
  readonly nearShare: number;
};

/**
 * Where the positions that were opened while we looked are likely to be liquidated, told from how open interest changed and
 * at which prices. Open interest that was there before is counted as far away.
 */
export class PositionMap {
  readonly #map: LiquidationMap;
  /** NaN until it was stated. */
  readonly #openInterestBase: number;

  constructor(
    private readonly options: PositionMapOptions,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#map = new LiquidationMap(options.reachBps / 10_000, cells);
    this.#openInterestBase = cells.reserve(1, NaN);
  }

  /** Whether open interest and a price were stated. */
  get isKnown(): boolean {
    return this.cells.row[this.#openInterestBase]! >= 0 && this.#map.hasPrice;
  }

  /** In [-1, 1]: above 0 more shorts are near above than longs near below; 0 when none are known to be near. */
  get value(): number {
    const { nearAboveBase: above, nearBelowBase: below } = this.#map;
    const near = above + below;
    const manyBase = this.options.nearShare * this.cells.row[this.#openInterestBase]!;
    return near > 0 ? (above - below) / (near + manyBase) : 0;
  }

  /** The price (> 0) went somewhere, and on the way was as low and as high as this. */
  moveTo(priceUsd: number, lowUsd?: number, highUsd?: number): void {
    this.#map.moveTo(priceUsd, lowUsd, highUsd);
  }

  /** Open interest was stated, `stepMs` after the last time. */
  state({ openInterestBase, rules }: MarketContext, stepMs: number): void {
    if (openInterestBase === undefined) return;
    const { row } = this.cells;
    const before = row[this.#openInterestBase]!;
    row[this.#openInterestBase] = openInterestBase;
    this.#map.keep(keptShare(stepMs, this.options.positionHalfLifeMs));
    if (openInterestBase > before) this.#open(openInterestBase - before, rules);
    // Who closes is not told: everyone alike.
    if (openInterestBase < before) this.#map.keep(openInterestBase / before);
  }

  #open(base: number, rules: MarketContext['rules']): void {
    const { leverages, maintenanceMarginFraction } = this.options;
    const highest = 1 / (rules?.initialMarginFraction ?? 0);
    const maintenance = rules?.maintenanceMarginFraction ?? maintenanceMarginFraction;
    for (const leverage of leverages) {
      const distance = 1 / Math.min(leverage, highest) - maintenance;
      if (distance > 0) this.#map.open(base / leverages.length, distance);
    }
  }
}
