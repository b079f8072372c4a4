import { spreadBps, type BookUpdate, type ProcessedMarketData } from '@perpstream/core';
import type { RowModel } from '../engine/row-engine';
import type { Cells } from '../math/cells';
import { ElapsedTime } from '../math/elapsed-time';
import { logRatio } from './log-ratio';
import { NormPair } from './norm-pair';
import { Resilience, type ResilienceOptions } from './resilience';

/** Books that come sooner are passed over: walking through the levels near the mid is the dear part. */
const SAMPLE_MS = 200;
/** Spread and depth together have recovered at this share of their norm. */
const RECOVERED_LOG = Math.log(0.8);

/** Settings of `BookLiquidity`. */
export type BookLiquiditySettings = ResilienceOptions & {
  readonly recentHalfLifeMs: number;
  readonly warmUpMs: number;
  readonly depthBps: number;
  readonly spreadWeight: number;
  readonly depthWeight: number;
  readonly resilienceWeight: number;
};

/** Liquidity of one market as its book shows it. */
export class BookLiquidity implements RowModel {
  readonly #time: ElapsedTime;
  readonly #bookTime: ElapsedTime;
  readonly #spread: NormPair;
  readonly #depth: NormPair;
  readonly #resilience: Resilience;
  readonly #nextBookMs: number;

  constructor(
    private readonly settings: BookLiquiditySettings,
    private readonly cells: Cells,
  ) {
    const { recentHalfLifeMs, normHalfLifeMs } = settings;
    this.#time = new ElapsedTime(cells);
    this.#bookTime = new ElapsedTime(cells);
    this.#spread = new NormPair(recentHalfLifeMs, normHalfLifeMs, cells);
    this.#depth = new NormPair(recentHalfLifeMs, normHalfLifeMs, cells);
    this.#resilience = new Resilience(settings, cells);
    this.#nextBookMs = cells.reserve(1, -Infinity);
  }

  update(event: ProcessedMarketData): number | undefined {
    if (event.kind === 'flow') {
      this.#resilience.pass(this.#time.stepTo(event.receivedMs));
      this.#resilience.trade(event.buyUsd + event.sellUsd);
      return undefined;
    }
    if (event.kind !== 'book' || event.receivedMs < this.cells.row[this.#nextBookMs]!) return undefined;
    this.cells.row[this.#nextBookMs] = event.receivedMs + SAMPLE_MS;
    this.#takeBook(event);
    return this.#bookTime.sinceFirstMs < this.settings.warmUpMs ? undefined : this.#score();
  }

  #takeBook({ receivedMs, top, view }: BookUpdate): void {
    this.#resilience.pass(this.#time.stepTo(receivedMs));
    const stepMs = this.#bookTime.stepTo(receivedMs);
    const spread = spreadBps(top);
    this.#spread.update(spread, stepMs);
    // Wide enough to see the same part of the book in markets of any spread.
    const reachBps = this.settings.depthBps + this.#spread.norm / 2;
    const depthUsd = view.depthUsd('bids', reachBps) + view.depthUsd('asks', reachBps);
    this.#depth.update(depthUsd, stepMs);
    const againstNorm = logRatio(depthUsd, this.#depth.norm) - logRatio(spread, this.#spread.norm);
    this.#resilience.see(againstNorm >= RECOVERED_LOG);
  }

  #score(): number {
    const { spreadWeight, depthWeight, resilienceWeight } = this.settings;
    const spread = spreadWeight * this.#spread.logRatio;
    const depth = depthWeight * this.#depth.logRatio;
    return 100 / (1 + Math.exp(spread - depth - resilienceWeight * this.#resilience.logRatio));
  }
}
