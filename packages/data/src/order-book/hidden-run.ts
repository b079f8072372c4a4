import type { PriceLadder } from './price-ladder';

/** The levels of one side that lose to a cross, best first, each with the time since which it has without a break. */
export class HiddenRun {
  #keys: readonly number[] = [];
  #sinceMs: readonly number[] = [];
  #oldestMs = Infinity;

  get count(): number {
    return this.#keys.length;
  }

  /** Since when the level that is hidden longest has been; Infinity when none is. */
  get oldestMs(): number {
    return this.#oldestMs;
  }

  /**
   * The first `hidden` levels of the ladder are hidden now. A level that was before keeps its time.
   *
   * @returns how many were not hidden before
   */
  update(ladder: PriceLadder, hidden: number, nowMs: number): number {
    if (this.#isRun(ladder, hidden)) return 0;
    const keys: number[] = [];
    const sinceMs: number[] = [];
    let fresh = 0;
    // Both runs are sorted from the best level down, so one walk over both finds what they share.
    for (let depth = 0, before = 0; depth < hidden; depth += 1) {
      const key = ladder.keyAt(depth);
      while (this.#keys[before]! > key) before += 1;
      const isFresh = this.#keys[before] !== key;
      if (isFresh) fresh += 1;
      keys.push(key);
      sinceMs.push(isFresh ? nowMs : this.#sinceMs[before]!);
    }
    this.#keys = keys;
    this.#sinceMs = sinceMs;
    this.#oldestMs = sinceMs.reduce((oldest, since) => Math.min(oldest, since), Infinity);
    return fresh;
  }

  /** The keys of the levels that have been hidden for `forMs` or longer. */
  hiddenFor(nowMs: number, forMs: number): readonly number[] {
    return this.#keys.filter((_, index) => this.#sinceMs[index]! + forMs <= nowMs);
  }

  clear(): void {
    this.#keys = [];
    this.#sinceMs = [];
    this.#oldestMs = Infinity;
  }

  #isRun(ladder: PriceLadder, hidden: number): boolean {
    const keys = this.#keys;
    if (keys.length !== hidden) return false;
    for (let depth = 0; depth < hidden; depth += 1) if (keys[depth] !== ladder.keyAt(depth)) return false;
    return true;
  }
}
