import type { DecisionVerdict, LimitHit, StrategyDecision } from '@perpstream/core';

type Verdict<Kind> = Extract<DecisionVerdict, { readonly kind: Kind }>;

function about(
  decision: StrategyDecision,
): Pick<DecisionVerdict, 'subject' | 'marketId' | 'receivedMs' | 'cause' | 'decision'> {
  const { marketId, receivedMs, cause } = decision;
  return { subject: 'decision', marketId, receivedMs, cause, decision };
}

/** Lets a decision pass as it is. */
export function approved(decision: StrategyDecision): Verdict<'approved'> {
  return { ...about(decision), kind: 'approved' };
}

/** Lets less pass than was asked; `decision` carries the reduced size. */
export function trimmed(
  decision: StrategyDecision,
  by: readonly LimitHit[],
  askedNotionalUsd: number,
): Verdict<'trimmed'> {
  return { ...about(decision), kind: 'trimmed', by, askedNotionalUsd };
}

/** Lets nothing pass. */
export function refused(decision: StrategyDecision, by: readonly LimitHit[]): Verdict<'refused'> {
  return { ...about(decision), kind: 'refused', by };
}
