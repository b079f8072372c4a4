import { type Fill, type MarketId } from '@perpstream/core';
import { type ExecutionCost } from '../metrics/execution-cost';
import { TradeAccount } from './trade-account';

/** What one strategy traded in one market. */
export type StrategyAccount = {
  readonly strategy: string;
  readonly marketId: MarketId;
  readonly account: TradeAccount;
};

/** The accounts of all markets, and of all strategies in them. */
export class TradeBook {
  readonly #byMarket = new Map<MarketId, Map<string, TradeAccount>>();

  /** In order of their first fill. */
  get accounts(): readonly StrategyAccount[] {
    return [...this.#byMarket].flatMap(([marketId, byStrategy]) =>
      [...byStrategy].map(([strategy, account]) => ({ strategy, marketId, account })),
    );
  }

  fill(marketId: MarketId, strategy: string, fill: Fill, cost: ExecutionCost): void {
    let byStrategy = this.#byMarket.get(marketId);
    if (byStrategy === undefined) this.#byMarket.set(marketId, (byStrategy = new Map<string, TradeAccount>()));
    let account = byStrategy.get(strategy);
    if (account === undefined) byStrategy.set(strategy, (account = new TradeAccount()));
    account.fill(fill, cost);
  }

  /** Funding is paid for the position of the account: the strategies share it by what they hold of it. */
  fund(marketId: MarketId, usd: number): void {
    const accounts = [...(this.#byMarket.get(marketId)?.values() ?? [])];
    const heldBase = accounts.reduce((sum, { sizeBase }) => sum + sizeBase, 0);
    for (const account of accounts) account.fund((usd * account.sizeBase) / heldBase);
  }
}
