type Counted = { readonly height: number; count: number };

/** How much was done within the latest blocks. Before a block is known all counts for the first that comes. */
export class BlockWindow {
  readonly #counted: Counted[] = [];
  #height = -Infinity;
  #used = 0;

  constructor(
    readonly limit: number,
    private readonly blocks: number,
  ) {}

  /** What was counted in the latest `blocks` blocks, the present one included. */
  get used(): number {
    return this.#used;
  }

  get left(): number {
    return Math.max(0, this.limit - this.#used);
  }

  /** Lets blocks pass; a height below the known one is late and changes nothing. */
  advance(height: number): void {
    if (!(height > this.#height)) return;
    if (this.#height === -Infinity) this.#startAt(height);
    this.#height = height;
    for (
      let [oldest] = this.#counted;
      oldest !== undefined && oldest.height <= height - this.blocks;
      [oldest] = this.#counted
    ) {
      this.#used -= oldest.count;
      this.#counted.shift();
    }
  }

  count(): void {
    this.#used += 1;
    const newest = this.#counted.at(-1);
    if (newest?.height === this.#height) newest.count += 1;
    else this.#counted.push({ height: this.#height, count: 1 });
  }

  #startAt(height: number): void {
    this.#counted.length = 0;
    if (this.#used > 0) this.#counted.push({ height, count: this.#used });
  }
}
