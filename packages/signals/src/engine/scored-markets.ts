import { score, type MarketId, type ProcessedData, type ProcessedMarketData, type SignalScore } from '@perpstream/core';
import type { MarketModel } from './market-model';

type Scored = { model: MarketModel; hasScore: boolean };

/** The models of all markets of one subscription. */
export class ScoredMarkets {
  readonly #markets = new Map<MarketId, Scored>();
  #latestMarketId: MarketId | undefined;
  #latest: Scored | undefined;

  constructor(
    private readonly name: string,
    private readonly createModel: (marketId: MarketId) => MarketModel,
  ) {}

  /** What to say after this event; undefined for nothing, as always after events that belong to no market. */
  update(event: ProcessedData): SignalScore | undefined {
    if (!belongsToMarket(event)) return undefined;
    const market = this.#marketOf(event.marketId);
    if (event.kind === 'quality' && event.level === 'syncing') return this.#restart(market, event);
    const value = market.model.update(event);
    if (value === undefined) return undefined;
    if (value === null) return this.#withdraw(market, event);
    market.hasScore = true;
    return scoreOf(this.name, event, value);
  }

  #withdraw(market: Scored, event: ProcessedMarketData): SignalScore | undefined {
    const { hasScore } = market;
    market.hasScore = false;
    return hasScore ? scoreOf(this.name, event, undefined) : undefined;
  }

  #restart(market: Scored, event: ProcessedMarketData): SignalScore | undefined {
    market.model = this.createModel(event.marketId);
    return this.#withdraw(market, event);
  }

  /** Events of one market come together more often than not. */
  #marketOf(marketId: MarketId): Scored {
    if (marketId === this.#latestMarketId) return this.#latest as Scored;
    let market = this.#markets.get(marketId);
    if (market === undefined) {
      market = { model: this.createModel(marketId), hasScore: false };
      this.#markets.set(marketId, market);
    }
    this.#latestMarketId = marketId;
    this.#latest = market;
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

function belongsToMarket(event: ProcessedData): event is ProcessedMarketData {
  // Reading it costs a fifth of asking `in`, which counts when thirteen engines do so at every event.
  return (event as Partial<ProcessedMarketData>).marketId !== undefined;
}
