import { isActive, type Claim } from './claim';

/**
 * What the strategies want of one market. Targets of several strategies add up; quotes go with nothing else, since nobody
 * could say whose a fill is. The first claim decides for whom the market is; others are held back until it is free.
 */
export class MarketClaims {
  readonly #claims: (Claim | undefined)[];
  /** The strategy that quotes, or `targets`; undefined while the market is free. */
  #holder: number | 'targets' | undefined;
  readonly #waiting = new Set<number>();

  /** The strategy whose quotes have the market. */
  get quoter(): number | undefined {
    return typeof this.#holder === 'number' ? this.#holder : undefined;
  }

  constructor(seats: number) {
    this.#claims = new Array<Claim | undefined>(seats).fill(undefined);
  }

  claim(seat: number): Claim | undefined {
    return this.#claims[seat];
  }

  put(seat: number, claim: Claim): void {
    this.#claims[seat] = claim;
  }

  /** Whether a claim counts: the market is with targets and it is one, or with the quotes of this strategy. */
  counts(seat: number): boolean {
    if (this.#holder === 'targets') return this.#claims[seat]?.kind === 'target';
    return this.#holder === seat;
  }

  /** Whether a strategy waits for the market. */
  get hasWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** Says that a strategy has to wait; true when that is news: it wants something, and did not wait already. */
  startWaiting(seat: number): boolean {
    if (!isActive(this.#claims[seat]) || this.#waiting.has(seat)) return false;
    this.#waiting.add(seat);
    return true;
  }

  /** The claims that count, by seat. */
  counting(): { readonly seat: number; readonly claim: Claim }[] {
    return this.#claims.flatMap((claim, seat) => (claim !== undefined && this.counts(seat) ? [{ seat, claim }] : []));
  }

  /**
   * Decides for whom the market is: for whom it was, while they want or hold anything of it, then for the first strategy
   * that wants something. Says whether that changed.
   *
   * @param holds whether a strategy holds anything of the market
   */
  settle(holds: (seat: number) => boolean): boolean {
    const isBusy = this.#claims.some((claim, seat) => this.counts(seat) && (isActive(claim) || holds(seat)));
    if (isBusy) return false;
    const next = this.#claims.findIndex(isActive);
    if (next < 0) return false;
    const holder = this.#claims[next]?.kind === 'target' ? 'targets' : next;
    const isChanged = holder !== this.#holder;
    this.#holder = holder;
    this.#waiting.clear();
    return isChanged;
  }
}
