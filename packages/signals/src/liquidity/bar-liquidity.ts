import type { ProcessedMarketData } from '@perpstream/core';
import type { BarReader } from '../engine/bar-source';
import type { RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
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
export class BarLiquidity implements RowModel {
  readonly #returns: LogReturns;
  readonly #recentMove: DecayedSum;
  readonly #recentUsd: DecayedSum;
  readonly #normMove: DecayedSum;
  readonly #normUsd: DecayedSum;
  /** Time that the bars after the first one cover; below 0 before there was any. */
  readonly #seenMs: number;

  constructor(
    private readonly settings: BarLiquiditySettings,
    private readonly barOf: BarReader,
    private readonly cells: Cells,
  ) {
    const { recentHalfLifeMs, normHalfLifeMs } = settings;
    this.#returns = new LogReturns(cells);
    this.#recentMove = new DecayedSum(recentHalfLifeMs, cells);
    this.#recentUsd = new DecayedSum(recentHalfLifeMs, cells);
    this.#normMove = new DecayedSum(normHalfLifeMs, cells);
    this.#normUsd = new DecayedSum(normHalfLifeMs, cells);
    this.#seenMs = cells.reserve(1, -1);
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
    const beforeMs = this.cells.row[this.#seenMs]!;
    const seenMs = beforeMs < 0 ? 0 : beforeMs + stepMs;
    this.cells.row[this.#seenMs] = seenMs;
    return seenMs < this.settings.warmUpMs ? undefined : this.#score();
  }

  /** Undefined where nothing was traded of late: the price of taking is not known then. */
  #score(): number | undefined {
    if (!(this.#recentUsd.value > 0)) return undefined;
    const norm = this.#normMove.value / this.#normUsd.value;
    return ratioScore(norm, this.#recentMove.value / this.#recentUsd.value, 1);
  }
}
