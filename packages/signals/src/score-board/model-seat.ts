import type { MarketId, ProcessedMarketData, SignalScore } from '@perpstream/core';
import { EMPTY, type Observable } from 'rxjs';
import { reads, type EnginePlan, type EventKind } from '../engine/engine-plan';
import type { MarketModel } from '../engine/market-model';
import type { MarketRow, ScoreTable } from './score-table';
import type { Seat } from './seat';

/**
 * The seat of an engine with a plan: the board steps its models itself. That is one call per event, where an operator takes
 * a subscriber, a look-up of the market and an object per score, which is more than most models do.
 */
export class ModelSeat implements Seat {
  /** Models are no operators. */
  readonly said$: Observable<SignalScore> = EMPTY;
  readonly #createModel: (marketId: MarketId) => MarketModel;

  constructor(
    private readonly index: number,
    private readonly plan: EnginePlan,
    private readonly table: ScoreTable,
  ) {
    this.#createModel = plan.createModels();
  }

  reads(kind: EventKind): boolean {
    return reads(this.plan, kind);
  }

  see(event: ProcessedMarketData, row: MarketRow): void {
    const model = (row.models[this.index] ??= this.#createModel(event.marketId));
    const value = model.update(event);
    if (value !== undefined) this.table.put(row, this.index, this.plan.name, value, event);
  }

  seeInterruption(event: ProcessedMarketData, row: MarketRow): void {
    const model = row.models[this.index];
    if (model?.restart === undefined) row.models[this.index] = this.#createModel(event.marketId);
    else model.restart();
    this.table.put(row, this.index, this.plan.name, null, event);
  }

  seeOther(): void {
    // No model looks at it.
  }

  complete(): void {
    // Models speak of events alone.
  }
}
