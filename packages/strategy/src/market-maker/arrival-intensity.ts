import type { TradeFlow } from '@perpstream/core';
import type { Intensity } from './quote-form';

/** How arrivals are estimated. */
export type ArrivalOptions = Intensity & {
  /** Arrivals that the configured intensity counts for, > 0: the estimate leaves it as more than these are seen. */
  readonly priorArrivals: number;
  /** After this time an arrival counts half, in ms, > 0. */
  readonly halfLifeMs: number;
};

/**
 * The estimate stays within this factor of where it starts. The models are made for moderate values: where takers reach
 * nowhere (all trades at the mid), they would have quotes without bound.
 */
const RANGE = 10;
const MS_PER_SECOND = 1_000;
const BPS = 10_000;

function within(value: number, start: number): number {
  return Math.min(start * RANGE, Math.max(start / RANGE, value));
}

/**
 * How often takers come and how far from the mid they reach, learnt from the trades of one market.
 *
 * If takers that reach at least d come at the rate A e^(-k d), they come at the rate A and reach exponentially far with mean
 * 1/k. Both are estimated by the posterior mean under a Gamma prior that stands for `priorArrivals` arrivals at the
 * configured intensity, with exponentially fading weights:
 *
 * A = (n0 + n) / (n0/A0 + 2 T), k = (n0 + n) / (n0/k0 + sum of reaches), T the watched seconds, n the arrivals of both sides.
 *
 * All trades of one frame and side are one arrival: a taker that sweeps several levels came once. Neither leaves the
 * configured value by more than a factor of 10.
 */
export class ArrivalIntensity {
  readonly #options: ArrivalOptions;
  #midUsd: number | undefined;
  #sinceMs: number | undefined;
  #arrivals = 0;
  #reachBps = 0;
  #watchedSeconds = 0;

  constructor(options: ArrivalOptions) {
    this.#options = options;
  }

  /** Takes over the mid against which later trades are measured. Watching starts with the first. */
  observeMid(midUsd: number, nowMs: number): void {
    this.#midUsd = midUsd;
    this.#sinceMs ??= nowMs;
  }

  /** Counts the takers of one frame. */
  observeFlow({ buyBase, sellBase, highPriceUsd, lowPriceUsd, receivedMs }: TradeFlow): void {
    if (this.#midUsd === undefined) return;
    this.#advance(receivedMs);
    if (buyBase > 0) this.#arrive((highPriceUsd / this.#midUsd - 1) * BPS);
    if (sellBase > 0) this.#arrive((1 - lowPriceUsd / this.#midUsd) * BPS);
  }

  /** The data are interrupted: what is not seen does not count as quiet. */
  pause(nowMs: number): void {
    this.#advance(nowMs);
    this.#midUsd = undefined;
    this.#sinceMs = undefined;
  }

  /** The intensity as known at this time. */
  at(nowMs: number): Intensity {
    this.#advance(nowMs);
    const { arrivalsPerSecond, decayPerBps, priorArrivals } = this.#options;
    const arrivals = priorArrivals + this.#arrivals;
    const seen = {
      arrivalsPerSecond: arrivals / (priorArrivals / arrivalsPerSecond + 2 * this.#watchedSeconds),
      decayPerBps: arrivals / (priorArrivals / decayPerBps + this.#reachBps),
    };
    return {
      arrivalsPerSecond: within(seen.arrivalsPerSecond, arrivalsPerSecond),
      decayPerBps: within(seen.decayPerBps, decayPerBps),
    };
  }

  /** A trade inside the spread of a mid that already moved on reaches no further than the mid. */
  #arrive(reachBps: number): void {
    this.#arrivals += 1;
    this.#reachBps += Math.max(0, reachBps);
  }

  #advance(nowMs: number): void {
    if (this.#sinceMs === undefined || !(nowMs > this.#sinceMs)) return;
    const meanLifeMs = this.#options.halfLifeMs / Math.LN2;
    const lives = (nowMs - this.#sinceMs) / meanLifeMs;
    const kept = Math.exp(-lives);
    this.#arrivals *= kept;
    this.#reachBps *= kept;
    this.#watchedSeconds = this.#watchedSeconds * kept - (Math.expm1(-lives) * meanLifeMs) / MS_PER_SECOND;
    this.#sinceMs = nowMs;
  }
}
