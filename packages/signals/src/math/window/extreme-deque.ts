import type { Ring } from './ring';

/**
 * Finds the largest (or smallest) value of a ring: the slots of those values that may still become it, best first.
 * O(1) per push, amortised; one byte a value for rings of up to 256.
 */
export class ExtremeDeque {
  readonly #slots: Uint8Array | Uint32Array;
  #first = 0;
  #count = 0;

  constructor(
    private readonly ring: Ring,
    private readonly isBetter: (a: number, b: number) => boolean,
  ) {
    this.#slots = ring.capacity <= 256 ? new Uint8Array(ring.capacity) : new Uint32Array(ring.capacity);
  }

  /** The extreme of the ring, which must not be empty. */
  get value(): number {
    return this.ring.in(this.#slot(0));
  }

  /** To be told of a value just before the ring takes it in. */
  willPush(value: number): void {
    const { isFull, nextSlot } = this.ring;
    if (isFull && this.#slot(0) === nextSlot) {
      this.#first = this.#wrap(this.#first + 1);
      this.#count -= 1;
    }
    while (this.#count > 0 && !this.isBetter(this.ring.in(this.#slot(this.#count - 1)), value)) this.#count -= 1;
    this.#slots[this.#wrap(this.#first + this.#count)] = nextSlot;
    this.#count += 1;
  }

  #slot(index: number): number {
    return this.#slots[this.#wrap(this.#first + index)] ?? 0;
  }

  #wrap(index: number): number {
    return index < this.ring.capacity ? index : index - this.ring.capacity;
  }
}

export const isLarger = (a: number, b: number): boolean => a > b;
export const isSmaller = (a: number, b: number): boolean => a < b;
