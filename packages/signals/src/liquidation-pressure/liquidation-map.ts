import { Cells } from '../math/cells';

/** Bins of the map, a power of two. */
const BINS = 64;
const HALF = BINS / 2;
/** Width of a bin in log price: half a percent, so that the map reaches 16 % up and down. */
const WIDTH = 0.005;

/**
 * Where positions are likely to be liquidated: open interest by liquidation price, in bins of log price around the present
 * one. Above the price stand shorts, below it longs, since what the price has passed is liquidated. A ring: as the price
 * moves, far bins are forgotten on one side and begin empty on the other.
 *
 * State: 64 numbers.
 */
export class LiquidationMap {
  readonly #base: number;
  /** Say of a bin by its distance in bins, 0 being the next one. */
  readonly #nearness: readonly number[];
  readonly #bin: number;
  /** NaN while no price is known. */
  readonly #logPrice: number;
  // Weighted sums over the bins above and below, as seen from the lower edge of the present bin; NaN when bins have changed
  // since: positions are opened at several distances at a time.
  readonly #above: number;
  readonly #below: number;

  /** @param reach distance in log price at which a position counts 1/e of one that is about to be liquidated */
  constructor(
    private readonly reach: number,
    private readonly cells: Cells = new Cells(),
  ) {
    this.#bin = cells.reserve(1);
    this.#logPrice = cells.reserve(1, NaN);
    this.#above = cells.reserve(1);
    this.#below = cells.reserve(1);
    this.#base = cells.reserve(BINS);
    this.#nearness = Array.from({ length: HALF }, (_, bins) => Math.exp((-(bins + 0.5) * WIDTH) / reach));
  }

  /** Whether a price is known. */
  get hasPrice(): boolean {
    return !Number.isNaN(this.cells.row[this.#logPrice]!);
  }

  /** Base units of shorts near above, nearer ones counting more. */
  get nearAboveBase(): number {
    this.#sumUp();
    return this.cells.row[this.#above]! * Math.exp((this.#inBin - WIDTH) / this.reach);
  }

  /** Base units of longs near below, nearer ones counting more. */
  get nearBelowBase(): number {
    this.#sumUp();
    return this.cells.row[this.#below]! * Math.exp(-this.#inBin / this.reach);
  }

  /** The price (> 0) went somewhere, and on the way was as low and as high as this. */
  moveTo(priceUsd: number, lowUsd: number = priceUsd, highUsd: number = priceUsd): void {
    const { row } = this.cells;
    const from = row[this.#bin]!;
    const isFirst = !this.hasPrice;
    const logPrice = Math.log(priceUsd);
    const bin = Math.floor(logPrice / WIDTH);
    row[this.#logPrice] = logPrice;
    row[this.#bin] = bin;
    if (isFirst) return;
    const lowest = Math.min(from, bin, Math.floor(Math.log(lowUsd) / WIDTH));
    const highest = Math.max(from, bin, Math.floor(Math.log(highUsd) / WIDTH));
    if (lowest === highest) return;
    this.#clear(lowest, highest);
    // Bins that come into reach.
    this.#clear(from + HALF, bin + HALF - 1);
    this.#clear(bin - HALF + 1, from - HALF);
    row[this.#above] = NaN;
  }

  /** Positions were opened at the present price: `base` on each side, to be liquidated this far away in log price. */
  open(base: number, distance: number): void {
    if (!this.hasPrice) return;
    const { row } = this.cells;
    const logPrice = row[this.#logPrice]!;
    this.#put(base, logPrice + distance);
    this.#put(base, logPrice - distance);
    row[this.#above] = NaN;
  }

  /** Lets this share of everything stay. */
  keep(share: number): void {
    this.#sumUp();
    const { row } = this.cells;
    for (let at = this.#base; at < this.#base + BINS; at += 1) row[at] = row[at]! * share;
    row[this.#above] = row[this.#above]! * share;
    row[this.#below] = row[this.#below]! * share;
  }

  /** How far into its bin the price stands. */
  get #inBin(): number {
    const { row } = this.cells;
    return this.hasPrice ? row[this.#logPrice]! - row[this.#bin]! * WIDTH : 0;
  }

  /** Shares it out between the two bins whose middles are nearest, so that nothing jumps. */
  #put(base: number, logPrice: number): void {
    const place = logPrice / WIDTH - 0.5;
    const lower = Math.floor(place);
    this.#add(lower, base * (lower + 1 - place));
    this.#add(lower + 1, base * (place - lower));
  }

  #add(bin: number, base: number): void {
    const { row } = this.cells;
    if (Math.abs(bin - row[this.#bin]!) >= HALF) return;
    const at = this.#placeOf(bin);
    row[at] = row[at]! + base;
  }

  /** Empties bins as far as they are within reach. */
  #clear(firstBin: number, lastBin: number): void {
    const { row } = this.cells;
    const start = Math.max(firstBin, row[this.#bin]! - HALF + 1);
    const end = Math.min(lastBin, row[this.#bin]! + HALF - 1);
    for (let bin = start; bin <= end; bin += 1) row[this.#placeOf(bin)] = 0;
  }

  #sumUp(): void {
    const { row } = this.cells;
    if (!Number.isNaN(row[this.#above]!)) return;
    const here = row[this.#bin]!;
    let above = 0;
    let below = 0;
    for (let bins = 1; bins < HALF; bins += 1) {
      const nearness = this.#nearness[bins - 1]!;
      above += nearness * row[this.#placeOf(here + bins)]!;
      below += nearness * row[this.#placeOf(here - bins)]!;
    }
    row[this.#above] = above;
    row[this.#below] = below;
  }

  #placeOf(bin: number): number {
    return this.#base + (bin & (BINS - 1));
  }
}
