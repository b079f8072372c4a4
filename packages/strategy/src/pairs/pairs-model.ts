import { marketId, type BarClosed, type MarketId, type StrategyInput } from '@perpstream/core';
import type { Idea } from '../portfolio/idea';
import type { MarketView } from '../portfolio/market-view';
import type { PortfolioModel, PortfolioView } from '../portfolio/portfolio-model';
import type { PortfolioRules } from '../portfolio/portfolio-options';
import { CandidateMarkets } from './candidate-markets';
import { CloseHistory } from './close-history';
import { Pair, type Couple } from './pair';
import { pairIdea } from './pair-idea';
import type { PairsParameters } from './pairs-options';

/** A pair whose latest common bar ended longer ago than so many bars has nothing to say. */
const OLDEST_BARS = 3;

/** Follows the closes of all markets and the spreads of the pairs. One per subscription. */
export class PairsModel implements PortfolioModel {
  readonly #histories = new Map<MarketId, CloseHistory>();
  readonly #candidates: CandidateMarkets;
  #pairs: readonly Pair[] = [];
  #chooseBar = -Infinity;

  constructor(private readonly settings: PairsParameters & PortfolioRules) {
    this.#candidates = new CandidateMarkets(settings.maxMarkets, settings.universe);
    if (settings.couples.length > 0) this.#setCouples(settings.couples.map(coupleOf));
  }

  observe(input: StrategyInput): void {
    if (input.kind === 'bar') this.#addBar(input);
    if (input.kind === 'context' && input.volume24hUsd !== undefined) {
      this.#candidates.setVolume(input.marketId, input.volume24hUsd);
    }
  }

  ideas({ nowMs, markets }: PortfolioView): readonly Idea[] {
    const views = new Map<MarketId, MarketView>(markets.map((market) => [market.marketId, market]));
    const oldestBar = nowMs / this.settings.barMs - OLDEST_BARS;
    return this.#pairs.flatMap((pair) => {
      const [first, second] = pair.couple.map((id) => views.get(id));
      if (pair.reading === undefined || first === undefined || second === undefined) return [];
      return [pairIdea(pair.key, pair.reading, [first, second], this.settings, pair.reading.bar >= oldestBar)];
    });
  }

  #addBar({ marketId, bar: { spec, endMs, closeUsd } }: BarClosed): void {
    const { barMs, couples, recomputeBars } = this.settings;
    if (spec.type !== 'time' || spec.intervalMs !== barMs) return;
    const bar = Math.round(endMs / barMs);
    this.#historyOf(marketId).add(bar, closeUsd);
    if (couples.length === 0 && bar >= this.#chooseBar) {
      this.#chooseBar = bar + recomputeBars;
      if (this.#candidates.choose()) this.#setCouples(combinations(this.#candidates.members));
    }
    for (const pair of this.#pairs) if (pair.couple.includes(marketId)) pair.update();
  }

  #historyOf(marketId: MarketId): CloseHistory {
    const history = this.#histories.get(marketId) ?? new CloseHistory(this.settings.windowBars);
    this.#histories.set(marketId, history);
    return history;
  }

  /** Goes over to these pairs; those that stay keep what they know. */
  #setCouples(couples: readonly Couple[]): void {
    const known = new Map(this.#pairs.map((pair) => [pair.key, pair]));
    this.#pairs = couples.map((couple) => {
      const [first, second] = couple;
      const histories = [this.#historyOf(first), this.#historyOf(second)] as const;
      return known.get(couple.join('/')) ?? new Pair(couple, histories, this.settings);
    });
  }
}

function coupleOf(name: string): Couple {
  const [first = '', second = ''] = name.split('/');
  return [marketId(first), marketId(second)];
}

function combinations(members: readonly MarketId[]): Couple[] {
  return members.flatMap((first, index) => members.slice(index + 1).map((second): Couple => [first, second]));
}
