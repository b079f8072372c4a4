import { marketId, type MarketId, type StrategyInput } from '@perpstream/core';
import type { Idea } from '../portfolio/idea';
import { MarketTable } from '../portfolio/market-table';
import type { MarketView } from '../portfolio/market-view';
import type { PortfolioModel, PortfolioView } from '../portfolio/portfolio-model';
import type { PortfolioRules } from '../portfolio/portfolio-options';
import { universeRefusal } from '../universe/universe-refusal';
import { composite } from './composite';
import { coupleIdea, type Ranked } from './couple';
import type { CrossSectionalParameters } from './cross-sectional-options';
import { exposureOf } from './exposure-of';
import { nextMembers } from './next-members';

/** While there are too few markets, they are counted so often. */
const LOOK_MS = 1_000;

/** Ranks the markets now and then, and keeps the book in between. One per subscription. */
export class CrossSectionalModel implements PortfolioModel {
  readonly #table: MarketTable;
  readonly #betaMarket: MarketId;
  #dueMs = -Infinity;
  #isRankable = false;
  /** As each market was ranked last. */
  readonly #known = new Map<MarketId, Ranked>();
  /** Members that the latest ranking did not have. */
  #missed: ReadonlySet<MarketId> = new Set();
  #longs: readonly MarketId[] = [];
  #shorts: readonly MarketId[] = [];
  #couples: readonly Idea[] = [];

  constructor(private readonly settings: CrossSectionalParameters & PortfolioRules) {
    this.#table = new MarketTable(settings.estimates);
    this.#betaMarket = marketId(settings.betaMarket);
  }

  observe(input: StrategyInput): void {
    this.#table.observe(input, input.receivedMs);
    if (input.receivedMs >= this.#dueMs) this.#look(input.receivedMs);
  }

  ideas({ markets }: PortfolioView): readonly Idea[] {
    if (this.#couples.length === 0) return [];
    const scored = new Set(
      markets.filter(({ scores }) => this.#rate(scores) !== undefined).map(({ marketId }) => marketId),
    );
    return this.#couples.map((couple) => {
      const isKnown = this.#isRankable && couple.legs.every((leg) => scored.has(leg.marketId));
      return isKnown ? couple : { ...couple, conviction: undefined };
    });
  }

  #rate(scores: MarketView['scores']): number | undefined {
    return composite(scores, this.settings.weights);
  }

  #look(nowMs: number): void {
    const ranking = this.#rank(nowMs);
    this.#isRankable = ranking.length >= this.settings.minMarkets;
    this.#dueMs = nowMs + (this.#isRankable ? this.settings.rebalanceMs : LOOK_MS);
    if (this.#isRankable) this.#rebalance(ranking);
  }

  /** The markets that may be entered and have all scores, best first. */
  #rank(nowMs: number): Ranked[] {
    const { universe, neutrality } = this.settings;
    const rated = this.#table.markets.flatMap((market) => {
      const value = this.#rate(market.scores);
      if (value === undefined || universeRefusal(market, nowMs, universe) !== undefined) return [];
      const exposure = exposureOf(market.marketId, neutrality, this.#betaMarket, this.#table);
      return exposure === undefined ? [] : [{ marketId: market.marketId, composite: value, exposure }];
    });
    rated.sort((a, b) => b.composite - a.composite || (a.marketId < b.marketId ? -1 : 1));
    return rated.map((market, index) => ({ ...market, rank: index + 1 }));
  }

  #rebalance(ranking: readonly Ranked[]): void {
    for (const ranked of ranking) this.#known.set(ranked.marketId, ranked);
    const order = ranking.map(({ marketId }) => marketId);
    const present = new Set(order);
    const missing = [...this.#longs, ...this.#shorts].filter((member) => !present.has(member));
    const excused = new Set(missing.filter((member) => !this.#missed.has(member)));
    const count = this.#countOf(order.length);
    const half = Math.floor(order.length / 2);
    const rules = { count, keepBelow: Math.min(count + this.settings.bandRanks, half), excused };
    this.#missed = new Set(missing);
    this.#longs = nextMembers(this.#longs, order, rules);
    this.#shorts = nextMembers(this.#shorts, order.toReversed(), rules);
    this.#couples = this.#longs.map((long, slot) => this.#couple(slot, long, this.#shorts[slot]!, count));
  }

  #couple(slot: number, long: MarketId, short: MarketId, count: number): Idea {
    return coupleIdea(slot, this.#known.get(long)!, this.#known.get(short)!, count);
  }

  #countOf(markets: number): number {
    const { perSide, quantile, allocation } = this.settings;
    const wanted = quantile > 0 ? Math.max(1, Math.floor(quantile * markets)) : perSide;
    return Math.min(wanted, allocation.maxIdeas, Math.floor(markets / 2));
  }
}
