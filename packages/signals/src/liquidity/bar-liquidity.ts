import type { ProcessedMarketData } from '@perpstream/core';
import type { BarReader } from '../engine/bar-source';
import type { MarketModel } from '../engine/market-model';
import { DecayedSum } from '../math/decayed-sum';
import { LogReturns } from '../math/log-returns';
import { ratioScore } from '../math/ratio-score';

/** Settings of `BarLiquidity`. */
export type BarLiquiditySettings = {
  readonly recentHalfLifeMs: number;
  readonly normHalfLifeMs: number;
  readonly warmUpMs: number;
};

/** Liquidity of one market as its bars show it: how far money moves the price, now and usually. */
export class BarLiquidity implements MarketModel {
  readonly #returns = new LogReturns();
  readonly #recentMove: DecayedSum;
  readonly #recentUsd: DecayedSum;
  readonly #normMove: DecayedSum;
  readonly #normUsd: DecayedSum;
  #seenMs = 0;
  #hasBar = false;

  constructor(
    private readonly settings: BarLiquiditySettings,
    private readonly barOf: BarReader,
  ) {
    const { recentHalfLifeMs, normHalfLifeMs } = settings;
    this.#recentMove = new DecayedSum(recentHalfLifeMs);
    this.#recentUsd = new DecayedSum(recentHalfLifeMs);
    this.#normMove = new DecayedSum(normHalfLifeMs);
    this.#normUsd = new DecayedSum(normHalfLifeMs);
  }

  update(event: ProcessedMarketData): number | undefined {
    const bar = this.barOf(event);
    if (bar === undefined || !bar.isComplete) return undefined;
    const stepMs = bar.endMs - bar.startMs;
    const move = Math.abs(this.#returns.next(bar.closeUsd));
    this.#recentMove.add(move, stepMs);
    this.#recentUsd.add(bar.volumeUsd, stepMs);
    this.#normMove.add(move, stepMs);
    this.#normUsd.add(bar.volumeUsd, stepMs);
    if (this.#hasBar) this.#seenMs += stepMs;
    this.#hasBar = true;
    return this.#seenMs < this.settings.warmUpMs ? undefined : this.#score();
  }

  /** Undefined where nothing was traded of late: the price of taking is not known then. */
  #score(): number | undefined {
    if (!(this.#recentUsd.value > 0)) return undefined;
    const norm = this.#normMove.value / this.#normUsd.value;
    return ratioScore(norm, this.#recentMove.value / this.#recentUsd.value, 1);
  }
}
