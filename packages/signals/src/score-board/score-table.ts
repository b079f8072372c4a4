import type { MarketId, Score, SignalScore, SignalScores } from '@perpstream/core';

/** The latest scores of all markets, and which of them changed since the last `takeChanged`. */
export class ScoreTable {
  readonly #scores = new Map<MarketId, Record<string, Score>>();
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
    const scores = this.#scores.get(marketId);
    if (score === undefined) {
      if (scores?.[signal] === undefined) return;
      this.#scores.set(marketId, without(scores, signal));
    } else if (scores === undefined) this.#scores.set(marketId, { [signal]: score });
    else scores[signal] = score;
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
    return { kind: 'scores', marketId, receivedMs, cause, scores: { ...this.#scores.get(marketId) } };
  }
}

function without(scores: Readonly<Record<string, Score>>, signal: string): Record<string, Score> {
  return Object.fromEntries(Object.entries(scores).filter(([name]) => name !== signal));
}
