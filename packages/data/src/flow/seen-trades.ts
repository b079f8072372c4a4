/** Trade ids are hex; the first four bytes are the height of the block. */
const HEIGHT_DIGITS = 8;

/**
 * Remembers which trades of one market were seen. Blocks come in order, so the ids of the newest block are enough:
 * whatever belongs to an older block was seen.
 */
export class SeenTrades {
  #newestHeight = '';
  readonly #idsOfNewestHeight = new Set<string>();

  /** Remembers an id; false when it was seen before. */
  add(id: string): boolean {
    const height = id.slice(0, HEIGHT_DIGITS);
    if (height < this.#newestHeight) return false;
    if (height > this.#newestHeight) {
      this.#newestHeight = height;
      this.#idsOfNewestHeight.clear();
    }
    if (this.#idsOfNewestHeight.has(id)) return false;
    this.#idsOfNewestHeight.add(id);
    return true;
  }
}
