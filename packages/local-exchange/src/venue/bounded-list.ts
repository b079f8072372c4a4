/** Keeps the newest `limit` items, oldest first. Memory is bounded by twice the limit. */
export class BoundedList<T> {
  #items: T[] = [];

  constructor(private readonly limit: number) {}

  push(item: T): void {
    this.#items.push(item);
    if (this.#items.length >= 2 * this.limit) this.#items = this.#items.slice(-this.limit);
  }

  /** Replaces the newest item for which `matches` holds, looking back at most `reach` items. */
  replace(item: T, matches: (candidate: T) => boolean, reach: number): boolean {
    for (let at = this.#items.length - 1; at >= Math.max(0, this.#items.length - reach); at -= 1) {
      if (!matches(this.#items[at]!)) continue;
      this.#items[at] = item;
      return true;
    }
    return false;
  }

  newest(): T | undefined {
    return this.#items.at(-1);
  }

  /** The newest items, newest first, at most `limit` of them. */
  newestFirst(): T[] {
    return this.#items.slice(-this.limit).reverse();
  }
}
