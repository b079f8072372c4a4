import { assertNever, type AccountState, type MarketId, type QualityLevel, type StrategyInput } from '@perpstream/core';
import { newMarketState, type MarketState } from './market-state';

function marketsIn({ positions, openOrders }: AccountState): Set<MarketId> {
  return new Set([...positions.keys(), ...[...openOrders.values()].map(({ marketId }) => marketId)]);
}

/** What the inputs so far say: the state of every market and the account. One table per subscription. */
export class MarketTable {
  readonly #markets = new Map<MarketId, MarketState>();
  #account: AccountState | undefined;
  #marketsInAccount: ReadonlySet<MarketId> = new Set();

  /** The latest account state, undefined before the first. */
  get account(): AccountState | undefined {
    return this.#account;
  }

  /** The state of a market, made when it is first asked for. */
  market(marketId: MarketId): MarketState {
    let market = this.#markets.get(marketId);
    if (market === undefined) this.#markets.set(marketId, (market = newMarketState(marketId)));
    return market;
  }

  /** All markets, in the order in which they were first heard of. */
  markets(): MarketState[] {
    return [...this.#markets.values()];
  }

  /** Whether the account shows a position or an open order in a market; undefined before the first account state. */
  isInAccount(marketId: MarketId): boolean | undefined {
    return this.#account && this.#marketsInAccount.has(marketId);
  }

  /** The markets that occupy a place: exposure was decided, or the account shows a position or an open order. */
  held(): Set<MarketId> {
    const decided = this.markets().filter((market) => market.decided !== 'flat');
    return new Set([...this.#marketsInAccount, ...decided.map(({ marketId }) => marketId)]);
  }

  /** Takes one input in at time `nowMs`. Says whether it can change what is wanted. */
  observe(input: StrategyInput, nowMs: number): boolean {
    switch (input.kind) {
      case 'scores':
        this.market(input.marketId).scores = input;
        return true;
      case 'quality':
        this.#setQuality(this.market(input.marketId), input.level);
        return true;
      case 'context':
        this.market(input.marketId).context = input;
        return true;
      case 'account':
        this.#setAccount(input, nowMs);
        return true;
      case 'book':
        this.market(input.marketId).top = input.top;
        return false;
      case 'flow':
      case 'flow-window':
      case 'forced-flow':
      case 'bar':
      case 'status-change':
      case 'clock-skew':
      case 'block':
        return false;
      default:
        return assertNever(input);
    }
  }

  #setQuality(market: MarketState, level: QualityLevel): void {
    market.quality = level;
    if (level === 'live') return;
    // Nothing from before an interruption may lead to a decision after it.
    market.scores = undefined;
    market.top = undefined;
    market.pending = undefined;
  }

  #setAccount(account: AccountState, nowMs: number): void {
    const present = marketsIn(account);
    for (const marketId of this.#marketsInAccount) {
      if (!present.has(marketId)) this.market(marketId).sinceMs = nowMs;
    }
    this.#account = account;
    this.#marketsInAccount = present;
  }
}
