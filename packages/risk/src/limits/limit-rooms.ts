import type { LimitHit, LimitName } from '@perpstream/core';
import type { MarketRisk, Sign } from '../monitor/market-risk';
import { cushionUsd, type ExposureBeside } from './exposure';
import { limitHit, shown } from './limit-hit';
import type { RiskLimits } from './risk-limits';

/** How much of one market a limit leaves room for. */
export type LimitRoom = {
  readonly limit: LimitName;
  /** Largest |notional| of the market that keeps the limit, in USD; below 0 when the rest of the account breaks it alone. */
  readonly roomUsd: number;
  readonly bound: number;
  /** What is held against the bound at a notional, in the unit of the limit. */
  readonly valueAt: (absoluteUsd: number) => number;
  readonly text: (value: string, bound: string) => string;
};

/** The market and the direction in which exposure is asked for, with the account around it. */
export type RoomQuestion = {
  readonly limits: RiskLimits;
  readonly market: MarketRisk;
  readonly sign: Sign;
  readonly beside: ExposureBeside;
};

/** Halvings until float64 neighbours are reached from any start. */
const BISECTIONS = 100;

function positionRoom({ limits }: RoomQuestion): LimitRoom {
  const bound = limits.maxPositionNotionalUsd;
  return {
    limit: 'max-position-notional',
    roomUsd: bound,
    bound,
    valueAt: (absoluteUsd) => absoluteUsd,
    text: (value) => `a position of ${value} USD exceeds ${bound} USD`,
  };
}

function grossRoom({ limits, beside }: RoomQuestion): LimitRoom {
  const bound = limits.maxGrossNotionalUsd;
  return {
    limit: 'max-gross-notional',
    roomUsd: bound - beside.grossNotionalUsd,
    bound,
    valueAt: (absoluteUsd) => beside.grossNotionalUsd + absoluteUsd,
    text: (value) => `a gross notional of ${value} USD exceeds ${bound} USD`,
  };
}

function leverageRoom({ limits, beside }: RoomQuestion): LimitRoom {
  const bound = limits.maxLeverage;
  return {
    limit: 'max-leverage',
    roomUsd: bound * beside.equityUsd - beside.grossNotionalUsd,
    bound,
    valueAt: (absoluteUsd) => (beside.grossNotionalUsd + absoluteUsd) / beside.equityUsd,
    text: (value) => `a leverage of ${value} exceeds ${bound}`,
  };
}

/**
 * The chain takes the open interest after the fill for the initial margin, so the fraction may grow with the size itself; that
 * both sides of the trade open is the worst case.
 */
function initialMarginUsd({ market, sign }: RoomQuestion, absoluteUsd: number): number {
  const heldUsd = Math.max(0, sign * market.notionalUsd);
  return absoluteUsd * market.initialMarginFractionWith(Math.max(0, absoluteUsd - heldUsd));
}

function freeCollateralRoom(question: RoomQuestion): LimitRoom {
  const { limits, beside, market } = question;
  const budgetUsd = limits.maxMarginUsage * beside.equityUsd - beside.initialMarginUsd;
  const bound = (1 - limits.maxMarginUsage) * beside.equityUsd;
  return {
    limit: 'free-collateral',
    roomUsd: largestWithin(budgetUsd, market.initialMarginFraction, (usd) => initialMarginUsd(question, usd)),
    bound,
    valueAt: (usd) => beside.equityUsd - beside.initialMarginUsd - initialMarginUsd(question, usd),
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

function liquidationRoom({ limits, market, sign, beside }: RoomQuestion): LimitRoom {
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

/**
 * How much of a market each limit leaves room for in one direction, with the account at its worst case around it. All limits
 * are monotone in the size, so a size within every room keeps every limit and a larger one breaks one.
 */
export function limitRooms(question: RoomQuestion): readonly LimitRoom[] {
  return [
    positionRoom(question),
    grossRoom(question),
    leverageRoom(question),
    freeCollateralRoom(question),
    liquidationRoom(question),
  ];
}

/** The limits that a notional breaks. */
export function hitsAt(rooms: readonly LimitRoom[], absoluteUsd: number): LimitHit[] {
  return rooms
    .filter(({ roomUsd }) => absoluteUsd > roomUsd)
    .map(({ limit, bound, valueAt, text }) => {
      const value = valueAt(absoluteUsd);
      return limitHit(limit, value, bound, text(shown(value), shown(bound)));
    });
}

/** The largest notional that breaks none. */
export function largestUsd(rooms: readonly LimitRoom[]): number {
  return Math.min(...rooms.map(({ roomUsd }) => roomUsd));
}
