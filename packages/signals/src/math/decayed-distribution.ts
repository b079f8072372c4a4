import { Cells } from './cells';

/** Bins kept. Each holds about 3 % of the weight. */
const BINS = 32;

/** Weights fade by making the new ones larger; beyond this factor all are brought back. */
const LARGEST_UNIT = 1e9;

/** A bin that holds less than this share of the weight is forgotten; a millisecond in a year is more. */
const FORGOTTEN = 1e-15;

/**
 * The distribution of a value over fading time, in a fixed 600 bytes: bins of about equal weight, each with its mean.
 * A new value gets a bin of its own, then the two neighbours of least weight become one. O(bins) per update.
 *
 * @see Ben-Haim and Tom-Tov, "A Streaming Parallel Decision Tree Algorithm" (2010), for bins that follow the data
 */
export class DecayedDistribution {
  readonly #binCount: number;
  readonly #total: number;
  readonly #unit: number;
  readonly #means: number;
  readonly #weights: number;

  constructor(private readonly cells: Cells = new Cells()) {
    this.#binCount = cells.reserve(1);
    this.#total = cells.reserve(1);
    this.#unit = cells.reserve(1, 1);
    this.#means = cells.reserve(BINS + 1);
    this.#weights = cells.reserve(BINS + 1);
  }

  get isEmpty(): boolean {
    return this.#bins === 0;
  }

  get #bins(): number {
    return this.cells.row[this.#binCount]!;
  }

  /** Fades everything to the share `kept`, then adds a value with its weight > 0. */
  add(value: number, weight: number, kept: number): void {
    const { row } = this.cells;
    row[this.#unit] = row[this.#unit]! / kept;
    if (!(row[this.#unit]! < LARGEST_UNIT)) this.#bringBack();
    this.#put(value, weight * row[this.#unit]!);
  }

  /** Share of the weight below the value plus half of that at it, 0-1, linear between the means of the bins. */
  shareBelow(value: number): number {
    const bin = this.#firstNotBelow(value);
    let below = 0;
    for (let index = 0; index < bin; index += 1) below += this.#weight(index);
    if (bin < this.#bins && this.#mean(bin) === value) return (below + this.#weight(bin) / 2) / this.#totalWeight;
    return Math.min(1, Math.max(0, this.#between(bin, below, value) / this.#totalWeight));
  }

  /** The value below which this share of the weight lies, 0-1. */
  quantile(share: number): number {
    const wanted = share * this.#totalWeight;
    let below = 0;
    let bin = 0;
    while (bin < this.#bins - 1 && below + this.#weight(bin) / 2 < wanted) below += this.#weight(bin++);
    const here = below + this.#weight(bin) / 2;
    if (bin === 0 || here <= wanted) return this.#mean(bin);
    const step = (this.#weight(bin - 1) + this.#weight(bin)) / 2;
    return this.#mean(bin) - (this.#mean(bin) - this.#mean(bin - 1)) * ((here - wanted) / step);
  }

  /** Weight below a value that lies between the bins before and at `bin`; half a bin of weight lies beyond the ends. */
  #between(bin: number, below: number, value: number): number {
    if (bin === 0) {
      const reach = (this.#mean(1) - this.#mean(0)) / 2;
      const beyond = this.#bins > 1 ? (this.#mean(0) - value) / reach : 1;
      return (this.#weight(0) / 2) * (1 - beyond);
    }
    const last = this.#mean(bin - 1);
    const half = this.#weight(bin - 1) / 2;
    if (bin === this.#bins) {
      const reach = (last - this.#mean(bin - 2)) / 2;
      return below - half + (bin > 1 ? Math.min(1, (value - last) / reach) : 1) * half;
    }
    const share = (value - last) / (this.#mean(bin) - last);
    return below - half + share * (half + this.#weight(bin) / 2);
  }

  #put(value: number, weight: number): void {
    const { row } = this.cells;
    row[this.#total] = row[this.#total]! + weight;
    const bin = this.#firstNotBelow(value);
    if (bin < this.#bins && this.#mean(bin) === value) {
      row[this.#weights + bin] = this.#weight(bin) + weight;
      return;
    }
    this.#insert(bin, value, weight);
    if (this.#bins > BINS) this.#merge(this.#lightestPair());
  }

  #bringBack(): void {
    const { row } = this.cells;
    const unit = row[this.#unit]!;
    let left = 0;
    for (let bin = 0; bin < this.#bins; bin += 1) {
      const weight = this.#weight(bin) / unit;
      if (weight < FORGOTTEN) continue;
      this.#set(left, this.#mean(bin), weight);
      left += 1;
    }
    row[this.#binCount] = left;
    row[this.#total] = row[this.#total]! / unit;
    row[this.#unit] = 1;
  }

  #firstNotBelow(value: number): number {
    let low = 0;
    let high = this.#bins;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#mean(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(bin: number, value: number, weight: number): void {
    for (let last = this.#bins; last > bin; last -= 1) this.#copy(last - 1, last);
    this.#set(bin, value, weight);
    this.cells.row[this.#binCount] = this.#bins + 1;
  }

  #lightestPair(): number {
    let lightest = 0;
    let least = Infinity;
    for (let bin = 0; bin < this.#bins - 1; bin += 1) {
      const weight = this.#weight(bin) + this.#weight(bin + 1);
      if (weight >= least) continue;
      least = weight;
      lightest = bin;
    }
    return lightest;
  }

  #merge(bin: number): void {
    const weight = this.#weight(bin) + this.#weight(bin + 1);
    const gap = this.#mean(bin + 1) - this.#mean(bin);
    this.#set(bin, this.#mean(bin) + (gap * this.#weight(bin + 1)) / weight, weight);
    this.cells.row[this.#binCount] = this.#bins - 1;
    for (let next = bin + 1; next < this.#bins; next += 1) this.#copy(next + 1, next);
  }

  #copy(from: number, to: number): void {
    this.#set(to, this.#mean(from), this.#weight(from));
  }

  #set(bin: number, mean: number, weight: number): void {
    const { row } = this.cells;
    row[this.#means + bin] = mean;
    row[this.#weights + bin] = weight;
  }

  get #totalWeight(): number {
    return this.cells.row[this.#total]!;
  }

  #mean(bin: number): number {
    return this.cells.row[this.#means + bin]!;
  }

  #weight(bin: number): number {
    return this.cells.row[this.#weights + bin]!;
  }
}
