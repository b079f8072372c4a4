/**
 * Where formulas keep the numbers they remember: each reserves places in a row once, and finds its numbers there.
 *
 * Where a formula or a model has cells, its private fields are places: `row[this.#mean]` is the mean.
 *
 * One set of formulas can so serve any number of markets, each of which is a row and nothing else: whoever looks at a market
 * sets `row` to that of the market first. A row takes 8 bytes a number; a number in an object of its own takes 24, and more
 * misses of the processor's cache, which is what scoring many markets spends its time on. A formula that is given no cells
 * has some to itself.
 */
export class Cells {
  readonly #initial: number[] = [];
  /** Places before this one outlive an interruption. */
  #firstFleeting = 0;
  /** The numbers of the market that is looked at. */
  row: number[] = this.#initial;

  /** Reserves places for `count` numbers, all `initial` at first. Returns the first place; the others follow. */
  reserve(count: number, initial = 0): number {
    const at = this.#initial.length;
    for (let index = at; index < at + count; index += 1) {
      // An array that was once given a fraction stores plain doubles from then on, whole numbers too.
      this.#initial.push(0.5);
      this.#initial[index] = initial;
    }
    return at;
  }

  /** What was reserved so far outlives an interruption of the market. */
  keepSoFar(): void {
    this.#firstFleeting = this.#initial.length;
  }

  /** The row of a market just met. */
  newRow(): number[] {
    return this.#initial.slice();
  }

  /** Sets the row that is looked at back to that of a market just met, except for what outlives an interruption. */
  forget(): void {
    for (let at = this.#firstFleeting; at < this.#initial.length; at += 1) this.row[at] = this.#initial[at]!;
  }
}
