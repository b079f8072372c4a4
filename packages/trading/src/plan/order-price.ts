import { toSubticks, type MarketRules, type OnGrid, type Side, type Subticks, type TopOfBook } from '@perpstream/core';

/**
 * The worst price that a taker accepts: the opposite best price moved by `maxSlippageBps`, rounded back toward that price,
 * so that the bound the user stated is kept to the last tick. It never rounds past the best price, which is on the grid.
 */
export function takerWorstPrice(
  side: Side,
  top: TopOfBook,
  maxSlippageBps: number,
  rules: MarketRules,
): OnGrid<Subticks> {
  const slippage = maxSlippageBps / 10_000;
  if (side === 'buy') return toSubticks(top.askPriceUsd * (1 + slippage), rules, 'down');
  return toSubticks(top.bidPriceUsd * (1 - slippage), rules, 'up');
}

/** The best price of the order's own side: it joins those who wait there. */
export function touchPrice(side: Side, top: TopOfBook, rules: MarketRules): OnGrid<Subticks> {
  return side === 'buy' ? toSubticks(top.bidPriceUsd, rules, 'down') : toSubticks(top.askPriceUsd, rules, 'up');
}

/** A wanted resting price, moved to one tick before the opposite best price where it would cross the book. */
export function uncrossedPrice(side: Side, wanted: Subticks, top: TopOfBook, rules: MarketRules): OnGrid<Subticks> {
  const opposite =
    side === 'buy' ? toSubticks(top.askPriceUsd, rules, 'down') : toSubticks(top.bidPriceUsd, rules, 'up');
  if (!opposite.ok) return opposite;
  const tick = rules.subticksPerTick;
  const bound = side === 'buy' ? opposite.value - tick : opposite.value + tick;
  const isCrossing = side === 'buy' ? wanted > bound : wanted < bound;
  const subticks = (isCrossing ? bound : wanted) as Subticks;
  if (subticks > 0n) return { ok: true, value: subticks };
  return {
    ok: false,
    reason: `no ${side} price below ${top.askPriceUsd} is on the grid`,
    nearest: ['0', String(tick)],
  };
}
