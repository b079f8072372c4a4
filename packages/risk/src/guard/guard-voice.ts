import type { DeleverageStep, MarketId, Reason, RiskAction, Stamp, TargetDecision } from '@perpstream/core';

/** What the guard says: what it does and why, then what is wanted of each market. */
export type GuardOutput = RiskAction | TargetDecision;

/** An action of the guard. */
export type Deleveraging = Extract<RiskAction, { readonly kind: 'deleverage' }>;

/** Turns actions into what is emitted; counts the decisions of the guard from 0. */
export class GuardVoice {
  #decisions = 0;

  /** @param maxSlippageBps how much worse than the best price the orders may fill */
  constructor(private readonly maxSlippageBps: number) {}

  /** @param priceUsd the last known price of a market, for showing what a size is worth */
  say(
    action: Omit<Deleveraging, 'kind' | keyof Stamp>,
    { receivedMs, cause }: Stamp,
    priceUsd: (marketId: MarketId) => number | undefined,
  ): readonly GuardOutput[] {
    const { reason, steps, marginUsageBefore } = action;
    const known = Number.isNaN(marginUsageBefore) ? [] : [{ name: 'margin-usage', value: marginUsageBefore }];
    const reasons: readonly Reason[] = [{ name: reason, value: 1 }, ...known];
    const decision = ({ marketId, toBase }: DeleverageStep): TargetDecision => ({
      kind: 'target',
      marketId,
      receivedMs,
      cause,
      strategy: 'risk',
      decision: this.#decisions++,
      confidence: 1,
      reasons,
      targetSizeBase: toBase,
      maxSlippageBps: this.maxSlippageBps,
      targetNotionalUsd: toBase * (priceUsd(marketId) ?? 0),
    });
    return [{ kind: 'deleverage', receivedMs, cause, ...action }, ...steps.map(decision)];
  }
}
