import type { DecisionPart, Reason, Stamp, StrategyDecision, TargetDecision } from '@perpstream/core';
import { isActive, type Claim, type TargetClaim } from './claim';

/** A claim with the name of the strategy whose it is. */
export type NamedClaim = { readonly name: string; readonly claim: Claim };

/** What a combined decision is told with. */
export type Occasion = Stamp & {
  /** The claim that led to it. */
  readonly deciding: NamedClaim;
  readonly decision: number;
  readonly midUsd: number | undefined;
  /** Further reasons: a budget that cut the claim. */
  readonly reasons: readonly Reason[];
};

/**
 * The decision for a market that the claims come to together: targets are added up, in base units at the mid of now, so that
 * one strategy's news does not change what another one holds. Quotes are passed on; there is only one quoting strategy.
 */
export function combineClaims(claims: readonly NamedClaim[], occasion: Occasion): StrategyDecision {
  const { deciding, receivedMs, cause, decision } = occasion;
  const reasons = [...deciding.claim.decision.reasons, ...occasion.reasons];
  const stamp = { receivedMs, cause, decision, reasons };
  if (deciding.claim.kind === 'quotes') return { ...deciding.claim.decision, ...stamp, strategy: deciding.name };
  return { ...deciding.claim.decision, ...stamp, ...combineTargets(claims, occasion) };
}

function combineTargets(
  claims: readonly NamedClaim[],
  { deciding, midUsd }: Occasion,
): Pick<TargetDecision, 'strategy' | 'targetNotionalUsd' | 'parts'> {
  const parts = claims.flatMap(({ name, claim }): DecisionPart[] =>
    claim.kind === 'target' && isActive(claim)
      ? [{ strategy: name, targetNotionalUsd: presentUsd(claim, midUsd) }]
      : [],
  );
  const targetNotionalUsd = parts.reduce((total, part) => total + part.targetNotionalUsd, 0);
  const names = parts.length === 0 ? [deciding.name] : parts.map(({ strategy }) => strategy);
  return { strategy: names.join('+'), targetNotionalUsd, parts };
}

function presentUsd({ targetUsd, sizeBase }: TargetClaim, midUsd: number | undefined): number {
  return sizeBase === undefined || midUsd === undefined ? targetUsd : sizeBase * midUsd;
}
