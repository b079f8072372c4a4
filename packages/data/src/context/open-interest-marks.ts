const HOUR_MS = 3_600_000;
/** Statements closer together than this share a mark: an hour has at most 61. */
const SPACING_MS = 60_000;

/** Open interest as stated, by receive time: the exchange does not tell when it took it. */
type Mark = { readonly receivedMs: number; readonly openInterestBase: number };

/** Remembers the open interest of one market over the last hour. */
export class OpenInterestMarks {
  readonly #marks: Mark[] = [];
  #latest: number | undefined;
  #statements = 0;

  state(openInterestBase: number, receivedMs: number): void {
    this.#statements += 1;
    this.#latest = openInterestBase;
    const newest = this.#marks.at(-1);
    if (newest === undefined || receivedMs - newest.receivedMs >= SPACING_MS) {
      this.#marks.push({ receivedMs, openInterestBase });
    }
    this.#forget(receivedMs);
  }

  /** The latest statement minus that of an hour ago, or of the first within the hour; undefined before the second. */
  changeAt(receivedMs: number): number | undefined {
    this.#forget(receivedMs);
    const [oldest] = this.#marks;
    if (oldest === undefined || this.#latest === undefined || this.#statements < 2) return undefined;
    return this.#latest - oldest.openInterestBase;
  }

  /** Keeps what was true an hour ago, and what was stated since. */
  #forget(receivedMs: number): void {
    while ((this.#marks[1]?.receivedMs ?? Infinity) <= receivedMs - HOUR_MS) this.#marks.shift();
  }
}
