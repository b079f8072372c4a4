/** The last `capacity` values in the order they came, in one array that is never moved. 8 bytes a value. */
export class Ring {
  // A plain array: a typed one adds a quarter of a kilobyte to every window.
  readonly #values: number[];
  #nextSlot = 0;
  #length = 0;

  constructor(readonly capacity: number) {
    this.#values = new Array<number>(capacity).fill(0);
  }

  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length === this.capacity;
  }

  /** Where the next value goes. Once the ring is full, the oldest value is there until then. */
  get nextSlot(): number {
    return this.#nextSlot;
  }

  /** The oldest value; 0 while the ring is empty. */
  get oldest(): number {
    return this.at(0);
  }

  /** The newest value; 0 while the ring is empty. */
  get newest(): number {
    return this.at(this.#length - 1);
  }

  /** By age: 0 is the oldest, `length - 1` the newest. */
  at(index: number): number {
    const slot = this.#length < this.capacity ? index : this.#nextSlot + index;
    return this.in(slot < this.capacity ? slot : slot - this.capacity);
  }

  /** By place: a value stays in its slot until another one takes it. */
  in(slot: number): number {
    return this.#values[slot] ?? 0;
  }

  /** Takes in a value; a full ring forgets its oldest one. */
  push(value: number): void {
    this.#values[this.#nextSlot] = value;
    this.#nextSlot = this.#nextSlot + 1 === this.capacity ? 0 : this.#nextSlot + 1;
    if (this.#length < this.capacity) this.#length += 1;
  }
}
