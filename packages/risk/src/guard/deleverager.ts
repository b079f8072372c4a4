import type { DeleverageStep, Stamp } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import { accountMargin } from '../margin/account-margin';
import type { RiskBook } from '../monitor/risk-book';
import { deleveragePlan, type DeleveragePlan } from './deleverage-plan';
import type { DeleveragePortfolio } from './deleverage-portfolio';
import type { Errands } from './errands';
import { deleverageGoal, guardPortfolio, isAtCritical, nearnessOf, type Nearness } from './guard-portfolio';
import type { GuardSettings } from './guard-settings';
import type { Deleveraging } from './guard-voice';
import type { MarketSight } from './market-sight';
import { heldStep } from './step-of';

/** Where marks lead to liquidation by their speed alone, the way there is made so many times as long. */
const LONGER = 2;
/** The longest way there that is asked for, as a fraction of the mark. */
const FARTHEST = 0.9;

/** Decides when an emergency deleveraging begins, is planned anew, and ends. */
export class Deleverager {
  #isActive = false;
  #plannedMs = -Infinity;

  constructor(
    private readonly book: RiskBook,
    private readonly sight: MarketSight,
    private readonly errands: Errands,
    private readonly settings: GuardSettings,
  ) {}

  get isActive(): boolean {
    return this.#isActive;
  }

  stop(): void {
    this.#isActive = false;
  }

  /** What is to be done now; undefined when that is nothing, or under way. */
  look({ receivedMs }: Stamp): Omit<Deleveraging, 'kind' | keyof Stamp> | undefined {
    const portfolio = guardPortfolio(this.book, this.sight, (marketId) => this.errands.isStuck(marketId));
    if (portfolio === undefined) return undefined;
    const near = nearnessOf(portfolio);
    const timeMs = this.#timeToLiquidationMs(portfolio, receivedMs);
    if (!this.#isDue(portfolio, near, timeMs, receivedMs)) return undefined;
    this.#plannedMs = receivedMs;
    const plan = this.#plan(portfolio, near, timeMs);
    const steps = [...plan.steps, ...this.#heldSteps(plan)];
    this.#isActive = steps.length > 0;
    if (!this.#isActive) return undefined;
    const { marginUsageBefore, marginUsageAfter } = plan;
    const message = this.#message(portfolio, near, plan);
    return { reason: 'critical', steps, marginUsageBefore, marginUsageAfter, message };
  }

  /**
   * The level falls late on purpose, so that by itself it is no reason to go on at once when all that was planned is done; that a
   * measure is at its bound now is.
   */
  #isDue(portfolio: DeleveragePortfolio, near: Nearness, timeMs: number, nowMs: number): boolean {
    const { levels } = this.book.options;
    const isNow = isAtCritical(near, levels) || timeMs <= levels.criticalTimeToLiquidationMs;
    // The level itself does not rise while a mark is missing.
    const isGuessed = portfolio.positions.some(({ isMarkKnown }) => !isMarkKnown);
    const isCritical = this.book.protections.level === 'critical' || (isGuessed && isNow);
    const isTime = isNow || nowMs - this.#plannedMs >= this.settings.retryMs;
    if (!this.#isActive) return isCritical && isTime;
    if (!this.errands.areDone) return this.errands.areSpoilt;
    this.#isActive = isCritical;
    return isCritical && isTime;
  }

  #plan(portfolio: DeleveragePortfolio, near: Nearness, timeMs: number): DeleveragePlan {
    const { levels } = this.book.options;
    const goal = deleverageGoal(levels, this.settings.targetHeadroom);
    const plan = deleveragePlan(portfolio, goal);
    if (plan.steps.length > 0 || timeMs > levels.criticalTimeToLiquidationMs) return plan;
    const minLiquidationDistance = Math.min(FARTHEST, near.liquidationDistance * LONGER);
    return deleveragePlan(portfolio, { ...goal, minLiquidationDistance });
  }

  /** Resting orders may add to any position, and what an earlier plan asked for may not be needed any more. */
  #heldSteps({ steps }: DeleveragePlan): DeleverageStep[] {
    const planned = new Set(steps.map(({ marketId }) => marketId));
    return [...this.errands.holdings]
      .filter(([marketId, { orders }]) => orders.length > 0 || this.errands.isPending(marketId))
      .filter(([marketId]) => !planned.has(marketId))
      .map(([marketId, { sizeBase }]) => heldStep(marketId, sizeBase));
  }

  #timeToLiquidationMs({ quoteBalanceUsd, positions }: DeleveragePortfolio, nowMs: number): number {
    const held = positions.map(({ rules }) => this.book.market(rules.marketId));
    const margin = accountMargin(quoteBalanceUsd, held);
    if (!Number.isFinite(margin.equityUsd)) return Infinity;
    return this.book.protections.drift.timeToLiquidationMs(held, margin, nowMs);
  }

  #message({ positions }: DeleveragePortfolio, near: Nearness, { steps, costUsd, ...usage }: DeleveragePlan): string {
    const guessed = positions.filter(({ isMarkKnown }) => !isMarkKnown);
    const guesses = guessed.map(
      ({ rules, markUsd }) => `; no oracle price of ${rules.marketId}: ${shown(markUsd)} stands in`,
    );
    const before = `margin usage ${shown(usage.marginUsageBefore)}, liquidation ${shown(near.liquidationDistance * 100)} % away`;
    const after = `${steps.length} positions are reduced for about ${shown(costUsd)} USD`;
    return `${before}: ${after}, which leaves a usage of ${shown(usage.marginUsageAfter)}${guesses.join('')}`;
  }
}
