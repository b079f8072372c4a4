import { cushionUsd } from './exposure';
import type { LimitRoom, RoomQuestion } from './limit-room';

/** Halvings until float64 neighbours are reached from any start. */
const BISECTIONS = 100;

/**
 * The chain takes the open interest after the fill for the initial margin, so the fraction may grow with the size itself; that
 * both sides of the trade open is the worst case.
 */
export function freeCollateralRoom(question: RoomQuestion): LimitRoom {
  const { limits, beside, market, sign } = question;
  const budgetUsd = limits.maxMarginUsage * beside.equityUsd - beside.initialMarginUsd;
  const bound = (1 - limits.maxMarginUsage) * beside.equityUsd;
  return {
    limit: 'free-collateral',
    roomUsd: largestWithin(budgetUsd, market.initialMarginFraction, (usd) => market.initialMarginUsd(sign * usd)),
    bound,
    valueAt: (usd) => beside.equityUsd - beside.initialMarginUsd - market.initialMarginUsd(sign * usd),
    text: (value, least) => `free collateral of ${value} USD is below ${least} USD`,
  };
}

/** How often a cost >= 0 fits into a budget; without a cost always, unless the budget is overdrawn already. */
function quotient(budgetUsd: number, costPerUsd: number): number {
  if (costPerUsd > 0) return budgetUsd / costPerUsd;
  return budgetUsd >= 0 ? Infinity : -Infinity;
}

/** The largest x with marginOf(x) <= budget, for a margin that grows at least by `fraction` per unit. */
function largestWithin(budgetUsd: number, fraction: number, marginOf: (absoluteUsd: number) => number): number {
  let high = quotient(budgetUsd, fraction);
  if (budgetUsd <= 0 || high === Infinity || marginOf(high) <= budgetUsd) return high;
  let low = 0;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (marginOf(middle) <= budgetUsd) low = middle;
    else high = middle;
  }
  return low;
}

export function liquidationRoom({ limits, market, sign, beside }: RoomQuestion): LimitRoom {
  const bound = limits.minLiquidationDistance;
  const { maintenanceMarginFraction: fraction } = market;
  const cushionPerUsd = cushionUsd(sign, fraction);
  const spareUsd = beside.equityUsd - beside.maintenanceMarginUsd;
  const spareOfOthersUsd = spareUsd - bound * beside.largestCushionUsd;
  return {
    limit: 'min-liquidation-distance',
    roomUsd: Math.min(quotient(spareUsd, fraction + bound * cushionPerUsd), quotient(spareOfOthersUsd, fraction)),
    bound,
    valueAt: (usd) => (spareUsd - fraction * usd) / Math.max(usd * cushionPerUsd, beside.largestCushionUsd),
    text: (value) => `a liquidation price ${value} of the oracle price away is nearer than ${bound}`,
  };
}
