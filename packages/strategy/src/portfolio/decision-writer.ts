import type { MarketId, TargetDecision } from '@perpstream/core';
import type { AccountWatch } from './account-watch';
import type { IdeaBook } from './idea-book';
import { wasHeld, type IdeaState } from './idea-state';
import { legTargets } from './leg-targets';
import type { MarketTable } from './market-table';
import { targetDecision } from './target-decision';

/** Targets that differ by less than this share are the same: sums of floats depend on their order. */
const SAME_TARGET = 1e-9;

/** Whether a market is, or was until its latest change, a leg of an idea. */
const isLegOf =
  (marketId: MarketId) =>
  ({ legs, formerLegs }: IdeaState): boolean =>
    [...legs, ...formerLegs].some((leg) => leg.marketId === marketId);

/** The ideas that led to a new target: those that changed now, or else those that did before. */
function ideasBehind(marketId: MarketId, changed: readonly IdeaState[], book: IdeaBook): IdeaState[] {
  const now = changed.filter(isLegOf(marketId));
  return now.length > 0 ? now : book.all.filter(wasHeld).filter(isLegOf(marketId));
}

/** Turns what the ideas together want into numbered decisions, one per market whose target is another one now. */
export class DecisionWriter {
  #decisions = 0;

  constructor(
    private readonly strategy: string,
    private readonly table: MarketTable,
    private readonly watch: AccountWatch,
  ) {}

  /**
   * The decisions that are due; notes them in the table and the watch. Those that reduce come first, so that the budget
   * holds after every single one; then in the order of the changed ideas.
   */
  write(changed: readonly IdeaState[], book: IdeaBook, nowMs: number): TargetDecision[] {
    const targets = legTargets(book.held);
    const markets = new Set(changed.flatMap(({ legs }) => legs.map(({ marketId }) => marketId)));
    // What was nothing because ideas cancelled each other out there, until one of them went elsewhere.
    for (const marketId of targets.keys()) markets.add(marketId);
    // What could not be decided before, since the data of a market were not live.
    this.table.markets.filter(({ targetUsd }) => targetUsd !== 0).forEach(({ marketId }) => markets.add(marketId));
    const news = [...markets].filter((marketId) => this.#isNews(marketId, targets.get(marketId) ?? 0));
    const reduces = (marketId: MarketId): boolean =>
      Math.abs(targets.get(marketId) ?? 0) < Math.abs(this.table.market(marketId)!.targetUsd);
    const inOrder = [...news.filter(reduces), ...news.filter((marketId) => !reduces(marketId))];
    return inOrder.map((marketId) => this.#decide(marketId, targets.get(marketId) ?? 0, changed, book, nowMs));
  }

  #decide(
    marketId: MarketId,
    targetUsd: number,
    changed: readonly IdeaState[],
    book: IdeaBook,
    nowMs: number,
  ): TargetDecision {
    const ideas = ideasBehind(marketId, changed, book);
    this.table.setTarget(marketId, targetUsd);
    this.watch.decide(marketId, targetUsd, nowMs);
    const { table, strategy } = this;
    return targetDecision({ marketId, targetUsd, ideas, table, strategy, decision: this.#decisions++ });
  }

  #isNews(marketId: MarketId, targetUsd: number): boolean {
    const market = this.table.market(marketId);
    if (market?.quality?.level !== 'live') return false;
    const scale = Math.max(1, Math.abs(market.targetUsd), Math.abs(targetUsd));
    return Math.abs(targetUsd - market.targetUsd) > SAME_TARGET * scale;
  }
}
