import type { AccountState, Reason, Stamp, TargetDecision } from '@perpstream/core';
import type { Exposure } from '../hysteresis/exposure';
import type { MarketState } from './market-state';
import type { MomentumSettings } from './momentum-options';
import type { Opinion } from './opinion';

/** What a decision is made from. */
export type DecisionGround = {
  /** As it was before the decision. */
  readonly market: MarketState;
  readonly opinion: Opinion;
  readonly account: AccountState | undefined;
  readonly nowMs: number;
  /** Number of markets with a place, this one included. */
  readonly places: number;
};

const signs: Readonly<Record<Exposure, number>> = { long: 1, flat: 0, short: -1 };

function scoreReasons({ scores }: MarketState, { weights }: MomentumSettings): Reason[] {
  return Object.entries(weights).flatMap(([name, { weight }]) => {
    const value = scores?.scores[name];
    return value === undefined ? [] : [{ name, value, weight }];
  });
}

function ruleReasons({ market, opinion, nowMs, places }: DecisionGround, settings: MomentumSettings): Reason[] {
  const { exposure, confidence, isNotHeld } = opinion;
  if (isNotHeld) return [{ name: 'not-held', value: nowMs - market.sinceMs, bound: settings.coolDownMs }];
  const reasons: Reason[] = [];
  if (market.decided !== 'flat') {
    reasons.push({ name: 'exit-confidence', value: confidence[market.decided], bound: settings.exitConfidence });
  }
  if (exposure !== 'flat') {
    reasons.push({ name: 'enter-confidence', value: confidence[exposure], bound: settings.enterConfidence });
    reasons.push({ name: 'max-positions', value: places, bound: settings.maxPositions });
  }
  return reasons;
}

/** The confidence in the direction of the target; for 0, what is left of it in the direction that is given up. */
function statedConfidence({ market, opinion: { exposure, confidence } }: DecisionGround): number {
  const direction = exposure === 'flat' ? market.decided : exposure;
  return direction === 'flat' ? 0 : confidence[direction];
}

/** The latest input that is part of the decision: the scores, or the account that shows nothing held. */
function latestInput({ market, opinion, account }: DecisionGround): Stamp {
  const inputs = opinion.isNotHeld ? [market.scores, account] : [market.scores];
  const [latest] = inputs.filter((input) => input !== undefined).sort((a, b) => b.cause - a.cause);
  if (latest === undefined) throw new Error(`a decision for ${market.marketId} rests on no input`);
  return latest;
}

/** Writes down a decision with the numbers that led to it. */
export function momentumDecision(ground: DecisionGround, decision: number, settings: MomentumSettings): TargetDecision {
  const { market, opinion } = ground;
  const { receivedMs, cause } = latestInput(ground);
  return {
    kind: 'target',
    strategy: 'momentum',
    decision,
    marketId: market.marketId,
    receivedMs,
    cause,
    confidence: statedConfidence(ground),
    reasons: [...scoreReasons(market, settings), ...ruleReasons(ground, settings)],
    targetNotionalUsd: signs[opinion.exposure] * settings.positionNotionalUsd,
  };
}
