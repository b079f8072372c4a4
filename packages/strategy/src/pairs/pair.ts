import type { MarketId } from '@perpstream/core';
import type { CloseHistory } from './close-history';
import type { PairsParameters } from './pairs-options';
import { fitSpread, type SpreadFit } from './spread-fit';

/** The two markets of a pair: the first is explained by the second. */
export type Couple = readonly [first: MarketId, second: MarketId];

/** What the pair says of its latest common bar. */
export type PairReading = {
  readonly fit: SpreadFit;
  /** Distance of the spread from its mean, in standard deviations. */
  readonly z: number;
  /** Whether it went beyond `stopZ` and has not been back at `exitZ` since then. */
  readonly isStopped: boolean;
  /** The number of the bar. */
  readonly bar: number;
};

/** One pair over time: fits its spread every so many bars and measures it at every bar. */
export class Pair {
  readonly key: string;
  #fittedBar = -Infinity;
  #fit: SpreadFit | undefined;
  #reading: PairReading | undefined;

  constructor(
    readonly couple: Couple,
    private readonly histories: readonly [CloseHistory, CloseHistory],
    private readonly parameters: PairsParameters,
  ) {
    this.key = couple.join('/');
  }

  /** Undefined while there is nothing to go by: before the window is full, or when the pair cannot be fitted. */
  get reading(): PairReading | undefined {
    return this.#reading;
  }

  /** Looks at the histories after one of them got a bar; says nothing new before both have it. */
  update(): void {
    const [first, second] = this.histories;
    const { bar } = first;
    if (bar !== second.bar || bar === this.#reading?.bar) return;
    if (!first.isFull || !second.isFull) {
      this.#reading = undefined;
      this.#fittedBar = -Infinity;
      return;
    }
    if (bar - this.#fittedBar >= this.parameters.recomputeBars) this.#refit(bar);
    this.#reading = this.#fit && this.#read(this.#fit, bar);
  }

  #refit(bar: number): void {
    const [first, second] = this.histories;
    this.#fit = fitSpread(first.toArray(), second.toArray(), this.parameters.adfLags);
    this.#fittedBar = bar;
  }

  #read(fit: SpreadFit, bar: number): PairReading {
    const [first, second] = this.histories;
    const { stopZ, exitZ } = this.parameters;
    const z = (first.newest - fit.intercept - fit.hedgeRatio * second.newest) / fit.deviation;
    const wasStopped = this.#reading?.isStopped ?? false;
    const isStopped = Math.abs(z) >= stopZ || (wasStopped && Math.abs(z) > exitZ);
    return { fit, z, isStopped, bar };
  }
}
