import type { Reason } from '@perpstream/core';
import { allocate } from '../allocation/allocate';
import type { AllocationMethod, AllocationOptions } from '../allocation/allocation-options';
import { correlationScale } from '../allocation/correlation-scale';
import type { Fitted } from '../allocation/fit';
import { rebalance, type Claim } from '../allocation/rebalance';
import { grossWeight, type SizedIdea } from '../allocation/sized-idea';
import type { Direction } from '../hysteresis/exposure';
import type { Leg } from './idea';
import { legsCorrelation, legsVolatility1h, type Covariance1h } from './idea-risk';
import { convictionIn, signs, type IdeaState } from './idea-state';
import { isLive, legRefusal, type Moment } from './opinion';
import type { PortfolioRules } from './portfolio-options';

/** An idea in the direction and with the legs in which it is held, or would be. */
export type Stake = {
  readonly state: IdeaState;
  readonly direction: Direction;
  readonly legs: readonly Leg[];
  readonly scale: number;
};

const withoutVolatility: ReadonlySet<AllocationMethod> = new Set(['equal', 'scoreWeighted']);

/** The stake of a held idea. */
export function heldStake(state: IdeaState): Stake[] {
  const { holding, legs } = state;
  return holding === undefined ? [] : [{ state, direction: holding.direction, legs, scale: holding.scale }];
}

/** The stake an idea would be, beside those that are held. */
export function newStake(
  state: IdeaState,
  direction: Direction,
  held: readonly Stake[],
  { allocation }: PortfolioRules,
  covariance: Covariance1h,
): Stake {
  const { legs } = state.idea;
  const stake = { state, direction, legs, scale: 1 };
  if (allocation.correlationCap === 1) return stake;
  const signed = signedLegs(stake);
  const correlations = held.map((other) => legsCorrelation(signed, signedLegs(other), covariance));
  return { ...stake, scale: correlationScale(correlations, allocation.correlationCap) };
}

function signedLegs({ legs, direction }: Stake): Leg[] {
  return legs.map(({ marketId, weight }) => ({ marketId, weight: signs[direction] * weight }));
}

/** The gross sizes that are decided for stakes, in their order. */
export function sizesOf(stakes: readonly Stake[], moment: Moment, covariance: Covariance1h): Fitted[] {
  const { allocation, rebalance: bands } = moment.settings;
  const staying = stakes.filter((stake) => isStaying(stake, moment.settings));
  const ideas = staying.map((stake) => sizedIdea(stake, allocation, covariance));
  const wanted = allocate(ideas, allocation);
  const claims = stakes.map((stake): Claim => {
    const { state, legs } = stake;
    const index = staying.indexOf(stake);
    const mayChange = index >= 0 && isSizable(state, ideas[index]!, allocation) && isLive(legs, moment);
    const mayGrow = mayChange && legRefusal(legs, moment) === undefined;
    const keeps = { grossUsd: state.sizeUsd, caps: [] };
    return { key: state.key, legs, heldUsd: state.sizeUsd, wanted: wanted[index] ?? keeps, mayGrow, mayChange };
  });
  return rebalance(claims, bands, allocation);
}

/** The conviction in the direction of a stake; of a held one that has no opinion now, the last one it had. */
function knownConviction({ state, direction }: Stake): number {
  return state.holding?.conviction ?? convictionIn(state, direction) ?? 0;
}

/**
 * Whether an idea shares in what is given out. One below the exit bound is about to be left, and that is the work of the
 * hysteresis: meanwhile it keeps its size, and others do not grow because of it.
 */
function isStaying(stake: Stake, { hysteresis }: PortfolioRules): boolean {
  return knownConviction(stake) > hysteresis.exitConviction;
}

function sizedIdea(stake: Stake, { method }: AllocationOptions, covariance: Covariance1h): SizedIdea {
  const { state, legs, scale } = stake;
  const volatility1h = withoutVolatility.has(method) ? undefined : legsVolatility1h(legs, covariance);
  return { key: state.key, conviction: knownConviction(stake), legs, volatility1h, scale };
}

/** Whether what is known suffices to size an idea now; otherwise it keeps the size it has. */
function isSizable({ idea }: IdeaState, { volatility1h }: SizedIdea, { method }: AllocationOptions): boolean {
  return idea.conviction !== undefined && (volatility1h !== undefined || withoutVolatility.has(method));
}

/** Whether every leg of this gross size is worth a trade. */
export function isWorthATrade(grossUsd: number, legs: readonly Leg[], minTradeUsd: number): boolean {
  const smallest = Math.min(...legs.map(({ weight }) => Math.abs(weight)));
  return grossUsd > 0 && (grossUsd * smallest) / grossWeight(legs) >= minTradeUsd;
}

/** The size of an idea and the bounds that made it smaller, as reasons. */
export function sizeReasons({ scale }: Stake, { grossUsd, caps }: Fitted, rules: PortfolioRules): Reason[] {
  const { method, correlationCap } = rules.allocation;
  const scaled = scale < 1 ? [{ name: 'correlation-scale', value: scale, bound: correlationCap }] : [];
  return [{ name: `${method}-size-usd`, value: grossUsd }, ...scaled, ...caps];
}
