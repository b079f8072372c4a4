/** A run of message ids, both ends included. */
export type IdRange = { readonly first: number; readonly last: number };

type MissingRange = IdRange & { readonly sinceUs: number };

/** A hole in the ids is late, not lost, as long as this: confirmations come after a fetch of their snapshot. */
const PATIENCE_US = 30_000_000;
/** More holes than this at a time are no late messages. */
const MAX_RANGES = 256;
const NONE: readonly IdRange[] = [];

/**
 * Which message ids of one connection did not come, as ranges: a jump of 10^9 ids costs one entry. Ids start at 0 and
 * each comes once, though not in order.
 */
export class MissingMessages {
  #next = 0;
  #missing: MissingRange[] = [];

  /** Notes a message. Ids that come a second time say nothing: errors of validation repeat the newest one. */
  note(id: number, receivedUs: number): void {
    if (id === this.#next) this.#next += 1;
    else if (id < this.#next) this.#fill(id);
    else {
      this.#missing.push({ first: this.#next, last: id - 1, sinceUs: receivedUs });
      this.#next = id + 1;
    }
  }

  /** Takes out what is missing for too long, oldest first. */
  takeOverdue(nowUs: number): readonly IdRange[] {
    const oldest = this.#missing[0];
    if (oldest === undefined) return NONE;
    if (this.#missing.length > MAX_RANGES) return this.takeAll();
    if (nowUs - oldest.sinceUs <= PATIENCE_US) return NONE;
    const late = this.#missing.findIndex(({ sinceUs }) => nowUs - sinceUs <= PATIENCE_US);
    return this.#missing.splice(0, late < 0 ? this.#missing.length : late);
  }

  /** Takes out everything that is missing. */
  takeAll(): readonly IdRange[] {
    return this.#missing.splice(0);
  }

  #fill(id: number): void {
    const at = this.#missing.findIndex(({ first, last }) => first <= id && id <= last);
    const hole = this.#missing[at];
    if (hole === undefined) return;
    const { first, last, sinceUs } = hole;
    const rest = [
      { first, last: id - 1, sinceUs },
      { first: id + 1, last, sinceUs },
    ].filter((range) => range.first <= range.last);
    this.#missing.splice(at, 1, ...rest);
  }
}
