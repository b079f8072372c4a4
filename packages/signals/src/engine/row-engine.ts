import type { MarketId, ProcessedMarketData, SignalEngine } from '@perpstream/core';
import { Cells } from '../math/cells';
import type { EventKind } from './engine-plan';
import type { MarketModel } from './market-model';
import { crossMarketEngine } from './signal-engine';

/** A model of all markets whose numbers are in cells: at each call they are those of the market in question. */
export interface RowModel {
  /** A market was met for the first time. */
  begin?(marketId: MarketId): void;
  /** Data of the market were lost; what does not outlive that is already forgotten. */
  restart?(): void;
  /** As in `MarketModel`. */
  update(event: ProcessedMarketData): number | null | undefined;
}

/**
 * Makes a signal engine of one model for all markets, which keeps all that it remembers of a market in cells. The engines of
 * this package are made so: a market costs 90 bytes and its numbers.
 *
 * @param createModel called once per subscription
 * @param kinds as in `signalEngine`
 * @throws RangeError when the name is empty
 */
export function rowEngine(
  name: string,
  createModel: (cells: Cells) => RowModel,
  kinds: readonly EventKind[],
): SignalEngine {
  const createModels = (): ((marketId: MarketId) => MarketModel) => {
    const cells = new Cells();
    const model = createModel(cells);
    return (marketId) => new Market({ cells, model }, marketId);
  };
  return crossMarketEngine(name, createModels, kinds);
}

/** What all markets of one subscription share. */
type Shared = { readonly cells: Cells; readonly model: RowModel };

class Market implements MarketModel {
  readonly #row: number[];

  constructor(
    private readonly shared: Shared,
    marketId: MarketId,
  ) {
    const { cells, model } = shared;
    this.#row = cells.row = cells.newRow();
    model.begin?.(marketId);
  }

  update(event: ProcessedMarketData): number | null | undefined {
    const { cells, model } = this.shared;
    cells.row = this.#row;
    return model.update(event);
  }

  restart(): void {
    const { cells, model } = this.shared;
    cells.row = this.#row;
    cells.forget();
    model.restart?.();
  }
}
