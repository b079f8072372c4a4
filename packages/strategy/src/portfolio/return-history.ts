/** Log returns of the bars of one market, newest first by `age`. The oldest fall out. */
export class ReturnHistory {
  readonly #returns: Float64Array;
  readonly #endsMs: Float64Array;
  #count = 0;
  #next = 0;
  #closeUsd = NaN;
  #closeMs = NaN;

  constructor(
    readonly capacity: number,
    private readonly barMs: number,
  ) {
    this.#returns = new Float64Array(capacity);
    this.#endsMs = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Takes in the close of a bar. After a hole the next return is that of the bar after it. Older bars are ignored. */
  add(closeUsd: number, endMs: number): void {
    if (!(closeUsd > 0) || endMs <= this.#closeMs) return;
    if (endMs - this.#closeMs === this.barMs) this.#push(Math.log(closeUsd / this.#closeUsd), endMs);
    this.#closeUsd = closeUsd;
    this.#closeMs = endMs;
  }

  /** End of the bar of the return that is `age` returns old, 0 the newest. */
  endMs(age: number): number {
    return this.#endsMs[this.#at(age)]!;
  }

  logReturn(age: number): number {
    return this.#returns[this.#at(age)]!;
  }

  #at(age: number): number {
    return (this.#next - 1 - age + 2 * this.capacity) % this.capacity;
  }

  #push(logReturn: number, endMs: number): void {
    this.#returns[this.#next] = logReturn;
    this.#endsMs[this.#next] = endMs;
    this.#next = (this.#next + 1) % this.capacity;
    this.#count = Math.min(this.#count + 1, this.capacity);
  }
}
