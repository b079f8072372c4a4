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
  // Plain arrays: each typed one adds a quarter of a kilobyte to every market.
  readonly #base = new Array<number>(BINS).fill(0);
  /** Say of a bin by its distance in bins, 0 being the next one. */
  readonly #nearness: readonly number[];
  #bin = 0;
  #logPrice: number | undefined;
  /** Weighted sums over the bins above and below, as seen from the lower edge of the present bin. */
  #above = 0;
  #below = 0;

  /** @param reach distance in log price at which a position counts 1/e of one that is about to be liquidated */
  constructor(private readonly reach: number) {
    this.#nearness = Array.from({ length: HALF }, (_, bins) => Math.exp((-(bins + 0.5) * WIDTH) / reach));
  }

  /** Whether a price is known. */
  get hasPrice(): boolean {
    return this.#logPrice !== undefined;
  }

  /** Base units of shorts near above, nearer ones counting more. */
  get nearAboveBase(): number {
    return this.#above * Math.exp((this.#inBin - WIDTH) / this.reach);
  }

  /** Base units of longs near below, nearer ones counting more. */
  get nearBelowBase(): number {
    return this.#below * Math.exp(-this.#inBin / this.reach);
  }

  /** The price (> 0) went somewhere, and on the way was as low and as high as this. */
  moveTo(priceUsd: number, lowUsd: number = priceUsd, highUsd: number = priceUsd): void {
    const from = this.#bin;
    const isFirst = this.#logPrice === undefined;
    this.#logPrice = Math.log(priceUsd);
    this.#bin = Math.floor(this.#logPrice / WIDTH);
    if (isFirst) return;
    const lowest = Math.min(from, this.#bin, Math.floor(Math.log(lowUsd) / WIDTH));
    const highest = Math.max(from, this.#bin, Math.floor(Math.log(highUsd) / WIDTH));
    if (lowest === highest) return;
    this.#clear(lowest, highest);
    // Bins that come into reach.
    this.#clear(from + HALF, this.#bin + HALF - 1);
    this.#clear(this.#bin - HALF + 1, from - HALF);
    this.#sumUp();
  }

  /** Positions were opened at the present price: `base` on each side, to be liquidated this far away in log price. */
  open(base: number, distance: number): void {
    if (this.#logPrice === undefined) return;
    this.#put(base, this.#logPrice + distance);
    this.#put(base, this.#logPrice - distance);
    this.#sumUp();
  }

  /** Lets this share of everything stay. */
  keep(share: number): void {
    for (let index = 0; index < BINS; index += 1) this.#base[index] = (this.#base[index] ?? 0) * share;
    this.#above *= share;
    this.#below *= share;
  }

  /** How far into its bin the price stands. */
  get #inBin(): number {
    return (this.#logPrice ?? 0) - this.#bin * WIDTH;
  }

  /** Shares it out between the two bins whose middles are nearest, so that nothing jumps. */
  #put(base: number, logPrice: number): void {
    const place = logPrice / WIDTH - 0.5;
    const lower = Math.floor(place);
    this.#add(lower, base * (lower + 1 - place));
    this.#add(lower + 1, base * (place - lower));
  }

  #add(bin: number, base: number): void {
    if (Math.abs(bin - this.#bin) >= HALF) return;
    const index = bin & (BINS - 1);
    this.#base[index] = (this.#base[index] ?? 0) + base;
  }

  /** Empties bins as far as they are within reach. */
  #clear(firstBin: number, lastBin: number): void {
    const start = Math.max(firstBin, this.#bin - HALF + 1);
    const end = Math.min(lastBin, this.#bin + HALF - 1);
    for (let bin = start; bin <= end; bin += 1) this.#base[bin & (BINS - 1)] = 0;
  }

  #sumUp(): void {
    this.#above = this.#below = 0;
    for (let bins = 1; bins < HALF; bins += 1) {
      const nearness = this.#nearness[bins - 1] ?? 0;
      this.#above += nearness * (this.#base[(this.#bin + bins) & (BINS - 1)] ?? 0);
      this.#below += nearness * (this.#base[(this.#bin - bins) & (BINS - 1)] ?? 0);
    }
  }
}
