import { requireFinite } from '../require-finite';
import { Ring } from './ring';

/**
 * The last `period` values by size. O(period) per update at worst, in practice as many steps as the new value lies
 * ranks away from the one it replaces; reading is O(1), ranking O(log period). 9 bytes a value for windows of up to 256.
 */
export class SortedWindow {
  readonly #ring: Ring;
  /** Slots of the ring, that of the smallest value first. */
  readonly #order: Uint8Array | Uint32Array;

  constructor(readonly period: number) {
    this.#ring = new Ring(period);
    this.#order = period <= 256 ? new Uint8Array(period) : new Uint32Array(period);
  }

  get isFull(): boolean {
    return this.#ring.isFull;
  }

  get newest(): number {
    return this.#ring.newest;
  }

  /** By size, 0 is the smallest. */
  at(rank: number): number {
    return this.#ring.in(this.#order[rank] ?? 0);
  }

  /** @throws RangeError when the value is not finite */
  push(value: number): void {
    requireFinite('value', value);
    const { isFull, length, nextSlot } = this.#ring;
    const rank = isFull ? this.#order.indexOf(nextSlot) : length;
    this.#order[rank] = nextSlot;
    this.#ring.push(value);
    this.#settle(rank, value);
  }

  /** How many values are smaller; with `orEqual`, how many are not larger. */
  countBelow(value: number, orEqual: boolean): number {
    let low = 0;
    let high = this.#ring.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.at(middle);
      if (candidate < value || (orEqual && candidate === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #settle(rank: number, value: number): void {
    let place = rank;
    while (place > 0 && this.at(place - 1) > value) place = this.#swap(place, place - 1);
    while (place < this.#ring.length - 1 && this.at(place + 1) < value) place = this.#swap(place, place + 1);
  }

  #swap(from: number, to: number): number {
    const moved = this.#order[from] ?? 0;
    this.#order[from] = this.#order[to] ?? 0;
    this.#order[to] = moved;
    return to;
  }
}
