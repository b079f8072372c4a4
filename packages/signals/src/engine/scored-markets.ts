import { score, type MarketId, type ProcessedData, type ProcessedMarketData, type SignalScore } from '@perpstream/core';
import { reads, type EnginePlan } from './engine-plan';
import { belongsToMarket, isInterruption } from './market-event';
import type { MarketModel } from './market-model';

type Scored = { model: MarketModel; hasScore: boolean };

/** The models of all markets of one subscription of an engine that runs alone. */
export class ScoredMarkets {
  readonly #markets = new Map<MarketId, Scored>();
  readonly #createModel: (marketId: MarketId) => MarketModel;

  constructor(private readonly plan: EnginePlan) {
    this.#createModel = plan.createModels();
  }

  /** What to say after this event; undefined for nothing, as always after events that belong to no market. */
  update(event: ProcessedData): SignalScore | undefined {
    if (!belongsToMarket(event)) return undefined;
    if (isInterruption(event)) return this.#restart(this.#marketOf(event.marketId), event);
    if (!reads(this.plan, event.kind)) return undefined;
    const market = this.#marketOf(event.marketId);
    const value = market.model.update(event);
    if (value === undefined) return undefined;
    if (value === null) return this.#withdraw(market, event);
    market.hasScore = true;
    return scoreOf(this.plan.name, event, value);
  }

  #withdraw(market: Scored, event: ProcessedMarketData): SignalScore | undefined {
    const { hasScore } = market;
    market.hasScore = false;
    return hasScore ? scoreOf(this.plan.name, event, undefined) : undefined;
  }

  #restart(market: Scored, event: ProcessedMarketData): SignalScore | undefined {
    if (market.model.restart === undefined) market.model = this.#createModel(event.marketId);
    else market.model.restart();
    return this.#withdraw(market, event);
  }

  #marketOf(marketId: MarketId): Scored {
    let market = this.#markets.get(marketId);
    if (market === undefined) {
      market = { model: this.#createModel(marketId), hasScore: false };
      this.#markets.set(marketId, market);
    }
    return market;
  }
}

function scoreOf(
  signal: string,
  { marketId, receivedMs, cause }: ProcessedMarketData,
  value: number | undefined,
): SignalScore {
  return {
    kind: 'score',
    signal,
    marketId,
    receivedMs,
    cause,
    score: value === undefined ? undefined : score(value),
  };
}
