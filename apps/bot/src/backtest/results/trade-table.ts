import { type StrategyAccount } from './trade-book';

/** What one market, or one strategy, made, and what it cost. USD. */
export type TradeRow<Name> = Name & {
  readonly profitUsd: number;
  readonly feesUsd: number;
  readonly fundingUsd: number;
  readonly spreadUsd: number;
  readonly delayUsd: number;
  readonly tradedUsd: number;
  readonly fills: number;
};

/** An account and the price at which its open size is valued. */
export type ValuedAccount = StrategyAccount & { readonly midUsd: number };

function rowOf(accounts: readonly ValuedAccount[]): TradeRow<object> {
  const sum = (value: (of: ValuedAccount) => number): number => accounts.reduce((total, of) => total + value(of), 0);
  return {
    profitUsd: sum(({ account, midUsd }) => account.profitUsd(midUsd)),
    feesUsd: sum(({ account }) => account.feesUsd),
    fundingUsd: sum(({ account }) => account.fundingUsd),
    spreadUsd: sum(({ account }) => account.spreadUsd),
    delayUsd: sum(({ account }) => account.delayUsd),
    tradedUsd: sum(({ account }) => account.tradedUsd),
    fills: sum(({ account }) => account.fills),
  };
}

/** One row for each name, the largest profit first. */
export function tradeTable<Name extends string>(
  accounts: readonly ValuedAccount[],
  nameOf: (account: ValuedAccount) => Name,
): readonly TradeRow<{ readonly name: Name }>[] {
  const names = [...new Set(accounts.map(nameOf))];
  return names
    .map((name) => ({ name, ...rowOf(accounts.filter((account) => nameOf(account) === name)) }))
    .sort((a, b) => b.profitUsd - a.profitUsd);
}
