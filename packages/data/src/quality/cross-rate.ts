const MINUTE_MS = 60_000;

/**
 * Crosses per minute from a counter that only grows. Whole minutes are counted, and the one before counts as much as it
 * still overlaps the last 60 s, so nothing has to be kept per cross.
 */
export class CrossRate {
  #minute = -Infinity;
  #totalBefore = 0;
  #lastMinute = 0;

  /** @param total of the counter at `nowMs`; times never run backwards */
  perMinute(nowMs: number, total: number): number {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#lastMinute = minute === this.#minute + 1 ? total - this.#totalBefore : 0;
      // The first look counts what the counter holds already: it has just begun.
      if (this.#minute > -Infinity) this.#totalBefore = total;
      this.#minute = minute;
    }
    const stillIn = 1 - (nowMs / MINUTE_MS - minute);
    return this.#lastMinute * stillIn + total - this.#totalBefore;
  }
}
