import { midPriceUsd, stepSizeBase, type MarketRules, type Reason } from '@perpstream/core';
import { quoteSides, type Quote, type QuoteModel, type QuotePlan, type QuoteView } from '../quotes/quote-model';
import type { GridTuning } from './grid-options';
import { gridAround, gridWithin, isInRange, levelPriceUsd, type PriceGrid } from './price-grid';
import { recoverAnchor } from './recover-anchor';
import { workingLevels, type WorkingLevel } from './working-levels';

/** As much may be missing of a level that counts as filled, in units: less is not worth an order of its own. */
const TOLERANCE = 0.1;

/** A grid at one moment, with what is held on it. */
type Moment = { readonly view: QuoteView; readonly grid: PriceGrid; readonly unitBase: number; readonly units: number };

/** The size of a level: its worth at the anchor in whole steps, so that whole levels are whole numbers of units. */
function unitBaseOf({ anchorUsd }: PriceGrid, levelUsd: number, rules: MarketRules | undefined): number {
  const sizeBase = levelUsd / anchorUsd;
  if (rules === undefined) return sizeBase;
  const step = stepSizeBase(rules);
  return Math.max(1, Math.floor(sizeBase / step)) * step;
}

/** Quotes one market on a grid of prices: the next level to buy at and the next to sell at, by what is held. */
export class GridModel implements QuoteModel {
  readonly #settings: GridTuning;
  readonly #isFixed: boolean;
  #grid: PriceGrid | undefined;
  #outsideSinceMs: number | undefined;

  constructor(marketId: string, settings: GridTuning) {
    const range = settings.ranges[marketId];
    this.#settings = settings;
    this.#isFixed = range !== undefined;
    if (range !== undefined) this.#grid = gridWithin(range, settings);
  }

  quotes(view: QuoteView): QuotePlan | undefined {
    const { maxTrend } = this.#settings;
    const trend = view.market.scores?.['trend'];
    if (maxTrend < 100 && trend === undefined) return undefined;
    const moment = this.#moment(view);
    if (!isInRange(moment.grid, midPriceUsd(view.market.top))) return this.#outside(moment);
    return this.#working(moment, maxTrend < 100 && trend !== undefined && trend > maxTrend, trend);
  }

  #moment(view: QuoteView): Moment {
    const { top, position } = view.market;
    const midUsd = midPriceUsd(top);
    const anchorUsd = position === undefined ? midUsd : recoverAnchor(position, this.#settings);
    this.#grid ??= gridAround(anchorUsd, this.#settings);
    const moment = this.#on(this.#grid, view);
    if (this.#isFixed || !this.#isLost(moment, midUsd)) return moment;
    this.#grid = gridAround(midUsd, this.#settings);
    return this.#on(this.#grid, view);
  }

  #on(grid: PriceGrid, view: QuoteView): Moment {
    const unitBase = unitBaseOf(grid, this.#settings.levelUsd, view.market.context?.rules);
    return { view, grid, unitBase, units: view.inventoryBase / unitBase };
  }

  /** Whether the price has been away for so long, without a position, that the grid should follow it. */
  #isLost({ view, grid, units }: Moment, midUsd: number): boolean {
    if (isInRange(grid, midUsd) || Math.abs(units) > TOLERANCE) {
      this.#outsideSinceMs = undefined;
      return false;
    }
    this.#outsideSinceMs ??= view.nowMs;
    const isLost = view.nowMs - this.#outsideSinceMs >= this.#settings.reanchorMs;
    if (isLost) this.#outsideSinceMs = undefined;
    return isLost;
  }

  #working(moment: Moment, isTrending: boolean, trend: number | undefined): QuotePlan {
    const { grid, units } = moment;
    const { bid, ask } = workingLevels(units, TOLERANCE);
    const mayBuy = !isTrending || units < 0;
    const maySell = !isTrending || units > 0;
    const { maxTrend, levels } = this.#settings;
    return {
      ...quoteSides(mayBuy ? this.#quote(moment, bid) : undefined, maySell ? this.#quote(moment, ask) : undefined),
      confidence: Math.max(0, 1 - Math.abs(units) / levels),
      reasons: [
        { name: 'inventory-levels', value: units, bound: levels },
        { name: 'bid-level-usd', value: levelPriceUsd(grid, bid.level), bound: grid.lowerUsd },
        { name: 'ask-level-usd', value: levelPriceUsd(grid, ask.level), bound: grid.upperUsd },
        ...(trend === undefined ? [] : [{ name: 'trend', value: trend, bound: maxTrend }]),
      ],
    };
  }

  /** No level outside the range is worked. */
  #quote({ grid, unitBase }: Moment, { level, units }: WorkingLevel): Quote | undefined {
    const priceUsd = levelPriceUsd(grid, level);
    return isInRange(grid, priceUsd) ? { priceUsd, sizeBase: units * unitBase } : undefined;
  }

  #outside({ view, grid }: Moment): QuotePlan | undefined {
    const { top } = view.market;
    const { inventoryBase } = view;
    if (this.#settings.outside === 'withdraw' || inventoryBase === 0) return undefined;
    const mid = midPriceUsd(top);
    const bound = mid < grid.lowerUsd ? grid.lowerUsd : grid.upperUsd;
    const reasons: Reason[] = [{ name: 'outside-grid-usd', value: mid, bound }];
    const sizeBase = Math.abs(inventoryBase);
    const sides =
      inventoryBase > 0
        ? { ask: { priceUsd: top.askPriceUsd, sizeBase } }
        : { bid: { priceUsd: top.bidPriceUsd, sizeBase } };
    return { ...sides, confidence: 0, reasons };
  }
}
