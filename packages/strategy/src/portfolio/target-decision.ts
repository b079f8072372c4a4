import type { MarketId, Reason, Stamp, TargetDecision } from '@perpstream/core';
import { convictionIn, type IdeaState } from './idea-state';
import type { MarketTable } from './market-table';

/** What a decision is made from. */
export type DecisionGround = {
  readonly marketId: MarketId;
  readonly targetUsd: number;
  /** The ideas that led to it, at least one. */
  readonly ideas: readonly IdeaState[];
  readonly table: MarketTable;
  readonly strategy: string;
  readonly decision: number;
};

function latest(stamps: readonly (Stamp | undefined)[]): Stamp {
  const [stamp] = stamps.filter((input) => input !== undefined).sort((a, b) => b.cause - a.cause);
  if (stamp === undefined) throw new Error('a decision rests on no input');
  return stamp;
}

/** The latest input that is part of the decision: of the markets of its ideas, or the account that does not show them. */
function restsOn({ ideas, table }: DecisionGround): Stamp {
  return latest(
    ideas.flatMap(({ legs, isByAccount }) => [
      ...legs.map(({ marketId }) => table.stampOf(marketId)),
      isByAccount ? table.account : undefined,
    ]),
  );
}

/** The conviction in the direction of an idea; of one that is left, what is left of it in the direction that is given up. */
function confidenceIn(state: IdeaState): number {
  return Math.min(1, Math.max(0, convictionIn(state, state.direction) ?? 0));
}

function reasonsOf({ idea, gates, sizing, legs }: IdeaState, marketId: MarketId): Reason[] {
  const weight = legs.find((leg) => leg.marketId === marketId)?.weight;
  const leg = legs.length > 1 && weight !== undefined ? [{ name: 'leg-weight', value: weight }] : [];
  return [...idea.reasons, ...gates, ...sizing, ...leg];
}

/** Writes down a decision with the numbers that led to it. */
export function targetDecision(ground: DecisionGround): TargetDecision {
  const { marketId, targetUsd, ideas, strategy, decision } = ground;
  const { receivedMs, cause } = restsOn(ground);
  return {
    kind: 'target',
    strategy,
    decision,
    marketId,
    receivedMs,
    cause,
    confidence: Math.max(...ideas.map(confidenceIn)),
    reasons: ideas.flatMap((state) => reasonsOf(state, marketId)),
    targetNotionalUsd: targetUsd,
  };
}
