import type { MarketContext, MarketId } from '@perpstream/core';
import { AccountRow } from './account-row';
import type { AccountStanding, WatchedAccount } from './liquidation-verdict';
import { MarkTable } from './mark-table';
import { WatchedMarket } from './watched-market';

/**
 * Many accounts by market: a new mark touches those accounts alone that hold the market. A pure reducer: same events, same
 * standings.
 */
export class AccountTable {
  readonly #marks = new MarkTable();
  readonly #markets = new Map<MarketId, WatchedMarket>();
  readonly #accounts = new Map<string, AccountRow>();
  readonly #bounds: readonly number[];

  /** @param distanceBounds each > 0; an account inside of one is near */
  constructor(distanceBounds: readonly number[]) {
    this.#bounds = distanceBounds.toSorted((a, b) => b - a);
  }

  /** Replaces an account. Returns its standing when the verdict is new. */
  setAccount({ account, quoteBalanceUsd, positions }: Omit<WatchedAccount, 'kind'>): AccountStanding | undefined {
    let row = this.#accounts.get(account);
    if (row === undefined) this.#accounts.set(account, (row = new AccountRow(account, this.#bounds, this.#marks)));
    const open = positions.filter(({ sizeBase }) => sizeBase !== 0);
    row.hold(
      quoteBalanceUsd,
      open.map(({ marketId }) => this.#market(marketId)),
      open.map(({ sizeBase }) => sizeBase),
    );
    return row.evaluate() ? row.standing() : undefined;
  }

  /** Takes what is known of a market. Returns the standings of the accounts whose verdict changed by it. */
  applyContext(context: MarketContext): readonly AccountStanding[] {
    const market = this.#market(context.marketId);
    const changed: AccountStanding[] = [];
    if (!market.applyContext(context)) return changed;
    for (const row of market.holders) if (row.evaluate()) changed.push(row.standing());
    return changed;
  }

  /** The standing of an account at its latest evaluation; undefined when it is not watched. */
  standing(account: string): AccountStanding | undefined {
    return this.#accounts.get(account)?.standing();
  }

  #market(marketId: MarketId): WatchedMarket {
    let market = this.#markets.get(marketId);
    if (market === undefined) {
      market = new WatchedMarket(marketId, this.#marks.place(this.#markets.size), this.#marks);
      this.#markets.set(marketId, market);
    }
    return market;
  }
}
