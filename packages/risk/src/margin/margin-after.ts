import type { Side } from '@perpstream/core';
import { ratedPosition, settledBalanceUsd, type HeldPosition, type MarginAccount } from './margin-account';
import { marginOf, marginOfRated, type MarginOf } from './margin-of';

/** An order that may fill, for what-if questions. */
export type WhatIfOrder = {
  readonly marketId: string;
  readonly side: Side;
  /** What is left of it, in base units, > 0. */
  readonly sizeBase: number;
  /** Price of the fill: its limit, or what is expected of the book. */
  readonly priceUsd: number;
  /** Fee as a fraction of the fill's value; a rebate is negative; 0 by default. */
  readonly feeRate?: number;
};

/** The margin of an account before and after orders fill. */
export type MarginAfter = {
  readonly before: MarginOf;
  /** When all of them fill. */
  readonly after: MarginOf;
  /** When those fill that leave the least free collateral. */
  readonly worst: MarginOf;
  /** Which those are, in the order they were given; none when every fill would help. */
  readonly worstFills: readonly WhatIfOrder[];
};

type MarketOrders = {
  readonly position: HeldPosition;
  readonly orders: readonly WhatIfOrder[];
  /** By how much the market's open interest may grow by them. */
  readonly growthBase: number;
};

/** Signed change of the position. */
function deltaBase({ side, sizeBase }: WhatIfOrder): number {
  return side === 'buy' ? sizeBase : -sizeBase;
}

/** What a fill takes from the balance: its value and its fee. */
function paidUsd(order: WhatIfOrder): number {
  const { sizeBase, priceUsd, feeRate = 0 } = order;
  return deltaBase(order) * priceUsd + sizeBase * priceUsd * feeRate;
}

/** By how much fills may make a position larger, counting the side that makes it largest. */
function growthOf({ sizeBase }: HeldPosition, orders: readonly WhatIfOrder[]): number {
  let long = sizeBase;
  let short = sizeBase;
  for (const order of orders) {
    if (order.side === 'buy') long += order.sizeBase;
    else short -= order.sizeBase;
  }
  return Math.max(0, Math.abs(long) - Math.abs(sizeBase), Math.abs(short) - Math.abs(sizeBase));
}

/**
 * The fills of one market that cost most free collateral, exact over all subsets and all partial fills.
 *
 * Free collateral is linear in the fills but for -|position|, which is the smaller of -position and +position. So its least value
 * is the smaller of two least values of linear sums, and a linear sum is least with just those fills that lower it. A fill whose
 * effect is no number belongs to them: its NaN must be seen.
 */
function worstOf({ position, orders, growthBase }: MarketOrders): readonly WhatIfOrder[] {
  const { oraclePriceUsd, sizeBase, initialMarginFraction } = ratedPosition(position, growthBase);
  const [asLong, asShort] = [1, -1].map((sign) => {
    const perBaseUsd = oraclePriceUsd * (1 - sign * initialMarginFraction);
    const changeUsd = (order: WhatIfOrder): number => deltaBase(order) * perBaseUsd - paidUsd(order);
    const fills = orders.filter((order) => !(changeUsd(order) >= 0));
    const heldUsd = -sign * sizeBase * oraclePriceUsd * initialMarginFraction;
    return { fills, freeUsd: fills.reduce((sum, order) => sum + changeUsd(order), heldUsd) };
  });
  return asLong!.freeUsd <= asShort!.freeUsd ? asLong!.fills : asShort!.fills;
}

function marginWith(account: MarginAccount, markets: readonly MarketOrders[]): MarginOf {
  const paid = markets.flatMap(({ orders }) => orders).reduce((sum, order) => sum + paidUsd(order), 0);
  const rated = markets.map(({ position, orders, growthBase }) => ({
    ...ratedPosition(position, growthBase),
    sizeBase: orders.reduce((sum, order) => sum + deltaBase(order), position.sizeBase),
  }));
  return marginOfRated(settledBalanceUsd(account) - paid, rated);
}

function ordersByMarket({ positions }: MarginAccount, orders: readonly WhatIfOrder[]): MarketOrders[] {
  const known = new Set(positions.map(({ marketId }) => marketId));
  const unknown = orders.find(({ marketId }) => !known.has(marketId));
  if (unknown !== undefined) {
    throw new RangeError(`positions must hold ${unknown.marketId}, with sizeBase 0 when nothing is held there`);
  }
  return positions.map((position) => {
    const own = orders.filter(({ marketId }) => marketId === position.marketId);
    return { position, orders: own, growthBase: growthOf(position, own) };
  });
}

/**
 * The margin of an account after an order, or after any of a set of resting orders fill: when all do, and in the worst case. The
 * chain reserves nothing for open orders, so each of them can be valid and yet not all of them fillable.
 *
 * The worst case is truly that of all subsets and partial fills: each fill at its price against the mark, with its fee, and with
 * the initial margin of what is held then. Open interest is taken to grow as much as all these orders may make the position grow, so
 * that the margin of a market that scales by it is never stated too low. Orders that only reduce count like any other: leave them out where they cannot
 * fill alone. An order without a sound number makes the result NaN.
 * @throws RangeError when an order's market is not among the positions
 * @example
 * const { after, worst } = marginAfter(account, [{ marketId: 'BTC-USD', side: 'buy', sizeBase: 0.1, priceUsd: 61_000, feeRate: 0.0005 }]);
 * if (!(worst.freeCollateralUsd >= 0)) console.log('too much');
 */
export function marginAfter(account: MarginAccount, orders: readonly WhatIfOrder[]): MarginAfter {
  const markets = ordersByMarket(account, orders);
  const fills = new Set(markets.flatMap(worstOf));
  const worst = markets.map((market) => ({ ...market, orders: market.orders.filter((order) => fills.has(order)) }));
  return {
    before: marginOf(account),
    after: marginWith(account, markets),
    worst: marginWith(account, worst),
    worstFills: orders.filter((order) => fills.has(order)),
  };
}
