import type { MarketId, Score, SignalScore, SignalScores } from '@perpstream/core';

/** The latest scores of all markets, and which of them changed since the last `takeChanged`. */
export class ScoreTable {
  readonly #scores = new Map<MarketId, Map<string, Score>>();
  readonly #changed = new Map<MarketId, SignalScore>();
  readonly #seats = new Map<string, number>();

  /**
   * Takes in one score of the engine on this seat. Withdrawing a score that is not there changes nothing.
   *
   * @throws RangeError when an engine on another seat scores under the same name
   */
  put(said: SignalScore, seat: number): void {
    const { marketId, signal, score } = said;
    this.#reserve(signal, seat);
    let ofMarket = this.#scores.get(marketId);
    if (ofMarket === undefined) this.#scores.set(marketId, (ofMarket = new Map<string, Score>()));
    if (score === undefined && !ofMarket.delete(signal)) return;
    if (score !== undefined) ofMarket.set(signal, score);
    this.#changed.set(marketId, said);
  }

  /** One vector for each market with news, in the order of their first news. */
  takeChanged(): readonly SignalScores[] {
    if (this.#changed.size === 0) return [];
    const vectors = Array.from(this.#changed.values(), (latest) => this.#vector(latest));
    this.#changed.clear();
    return vectors;
  }

  #reserve(signal: string, seat: number): void {
    const owner = this.#seats.get(signal);
    if (owner === undefined) this.#seats.set(signal, seat);
    else if (owner !== seat) throw new RangeError(`two engines score "${signal}": give one of them another name`);
  }

  #vector({ marketId, receivedMs, cause }: SignalScore): SignalScores {
    const scores = Object.fromEntries(this.#scores.get(marketId) ?? []);
    return { kind: 'scores', marketId, receivedMs, cause, scores };
  }
}
