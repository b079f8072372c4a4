/** Message ids `from`..`to`, both included. `sinceMs`: when their absence was first seen. */
export type IdRange = { readonly from: number; readonly to: number; readonly sinceMs: number };

/**
 * What a message id says of its message: `next` is above all before it, `fills` was missing until now, `repeated` was
 * there already.
 */
export type Arrival = 'next' | 'fills' | 'repeated';

/**
 * What is known of the messages of a connection: all came; some are missing that may still be answers under way; or some
 * are missing that nothing can explain.
 */
export type OrderVerdict =
  | { readonly kind: 'complete' }
  | { readonly kind: 'doubtful'; readonly missing: readonly IdRange[] }
  | { readonly kind: 'lost'; readonly missing: readonly IdRange[] };

/** A request without answer: when it was sent, and the highest id that had come by then. */
type Outstanding = { readonly floor: number; readonly sentMs: number };

const COMPLETE: OrderVerdict = { kind: 'complete' };
/** Holes kept apart; a connection with more is lost anyway. */
const MAX_RANGES = 64;

/**
 * Keeps the order of the messages of one connection and tells what is missing.
 *
 * The server numbers every message. It takes the number of an answer when the request arrives, and may answer up to
 * 20 s later: a missing number is either such an answer or a lost message. TCP keeps order, so a number can belong to a
 * request only when it is above every number that had come before the request was sent. With more missing numbers than
 * such requests, messages are lost, whichever they are; with fewer, only the answers will tell.
 *
 * A late answer never makes a loss, and every lost message is found: at once, or when the requests that could explain it
 * are answered or too old. Memory: ranges of missing ids, at most 64, and the requests under way.
 * @see v4-chain `indexer/services/socks/src/lib/subscription.ts` for when a number is taken
 */
export class MessageOrder {
  readonly #outstanding = new Map<string, Outstanding>();
  #missing: IdRange[] = [];
  #highest = 0;
  #isBeyondCounting = false;

  /** @param patienceMs a request without answer for so long explains nothing any more */
  constructor(private readonly patienceMs: number) {}

  /** Whether ids are missing, for whatever reason. */
  get hasHoles(): boolean {
    return this.#missing.length > 0;
  }

  /** A request was sent. `key` names it until it is answered. */
  asked(key: string, nowMs: number): void {
    this.#outstanding.set(key, { floor: this.#highest, sentMs: nowMs });
  }

  /** A request was answered. Harmless when there is none of that name. */
  answered(key: string): void {
    this.#outstanding.delete(key);
  }

  /** A message came. */
  heard(id: number, nowMs: number): Arrival {
    if (id > this.#highest) {
      if (id > this.#highest + 1) this.#miss({ from: this.#highest + 1, to: id - 1, sinceMs: nowMs });
      this.#highest = id;
      return 'next';
    }
    const index = this.#missing.findIndex(({ from, to }) => from <= id && id <= to);
    if (index < 0) return 'repeated';
    this.#fill(index, id);
    return 'fills';
  }

  /** What is missing now, and whether it can still come. */
  verdict(nowMs: number): OrderVerdict {
    if (!this.hasHoles) return COMPLETE;
    const missing = this.#missing;
    return { kind: this.#isExplained(nowMs) ? 'doubtful' : 'lost', missing };
  }

  /**
   * Whether every hole can be matched with a request of its own. A request may explain every hole above its floor, so it
   * is enough to count from below. No floor lies inside a range, for floors are ids that came.
   */
  #isExplained(nowMs: number): boolean {
    if (this.#isBeyondCounting) return false;
    const floors = [...this.#outstanding.values()]
      .filter(({ sentMs }) => nowMs - sentMs < this.patienceMs)
      .map(({ floor }) => floor);
    let holes = 0;
    for (const { from, to } of this.#missing) {
      holes += to - from + 1;
      if (holes > floors.filter((floor) => floor < from).length) return false;
    }
    return true;
  }

  #miss(range: IdRange): void {
    if (this.#missing.length < MAX_RANGES) this.#missing.push(range);
    else this.#isBeyondCounting = true;
  }

  #fill(index: number, id: number): void {
    const { from, to, sinceMs } = this.#missing[index]!;
    const rest: IdRange[] = [];
    if (from < id) rest.push({ from, to: id - 1, sinceMs });
    if (id < to) rest.push({ from: id + 1, to, sinceMs });
    this.#missing = this.#missing.toSpliced(index, 1, ...rest);
  }
}

/** Names missing ids: `17`, `17..20, 25`; at most five ranges. */
export function describeRanges(ranges: readonly IdRange[]): string {
  const shown = ranges.slice(0, 5).map(({ from, to }) => (from === to ? `${from}` : `${from}..${to}`));
  return ranges.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ');
}
