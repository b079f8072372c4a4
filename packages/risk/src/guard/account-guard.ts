import type { AccountState, DeleverageStep, MarketId, OperatorCommand, Stamp } from '@perpstream/core';
import { unixMs } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import { RiskBook } from '../monitor/risk-book';
import type { CheckedRiskOptions, RiskInput } from '../monitor/risk-options';
import { deleveragePlan } from './deleverage-plan';
import { Errand, type Holding } from './errand';
import { dangerOf, guardPortfolio, type Danger } from './guard-portfolio';
import type { GuardSettings } from './guard-settings';
import { GuardVoice, type Deleveraging, type GuardOutput } from './guard-voice';
import { holdingsOf, NO_HOLDING } from './holdings';
import { MarketSight } from './market-sight';
import { reductionCostUsd } from './reduction-cost';

const NOTHING: readonly GuardOutput[] = [];

/** While there is something to do, time is looked at this often, whatever the account does. */
const LOOK_EVERY_MS = 500;

type Mode = 'none' | 'halt' | 'flatten';

type Step = Pick<DeleverageStep, 'marketId' | 'fromBase' | 'toBase'>;

/** The state behind `guardAccount`: takes one input, returns what is to be done. */
export class AccountGuard {
  readonly #book: RiskBook;
  readonly #sight: MarketSight;
  readonly #voice = new GuardVoice();
  /** What was asked of markets and may not be done yet. */
  readonly #errands = new Map<MarketId, Errand>();
  #mode: Mode = 'none';
  /** Whether the command was answered with an action. */
  #isAnswered = true;
  #isDeleveraging = false;
  #nextLookMs = -Infinity;
  #cause = 0;

  constructor(
    options: CheckedRiskOptions,
    private readonly settings: GuardSettings,
  ) {
    this.#book = new RiskBook(options);
    this.#sight = new MarketSight(settings);
  }

  take(input: RiskInput): readonly GuardOutput[] {
    const at = this.#stamp(input);
    this.#sight.see(input);
    const change = this.#book.apply(input);
    if (input.kind === 'command') return this.#obey(input, at);
    const isBusy = this.#mode !== 'none' || this.#isDeleveraging;
    if (change === 'none' && !(isBusy && at.receivedMs >= this.#nextLookMs)) return NOTHING;
    return this.#look(at);
  }

  /** A command that comes with its position in the run log is a cause by itself. */
  #stamp(input: RiskInput): Stamp {
    if (input.kind !== 'command') {
      this.#cause = input.cause;
      return input;
    }
    if ('seq' in input && typeof input.seq === 'number') this.#cause = input.seq;
    return { receivedMs: unixMs(input.receivedUs / 1_000), cause: this.#cause };
  }

  #obey({ command }: OperatorCommand, at: Stamp): readonly GuardOutput[] {
    if (command === 'resume') return this.#resume(at);
    if (command !== 'flatten' && command !== 'halt-new-exposure') return NOTHING;
    const mode = command === 'flatten' ? 'flatten' : 'halt';
    // Flatten halts too: a halt that comes later asks for nothing more.
    if (this.#mode === mode || this.#mode === 'flatten') return NOTHING;
    this.#mode = mode;
    this.#isAnswered = false;
    if (mode === 'flatten') this.#forget();
    return this.#look(at);
  }

  /** What is still being closed stays as it is now. */
  #resume(at: Stamp): readonly GuardOutput[] {
    const wasFlattening = this.#mode === 'flatten';
    this.#mode = 'none';
    const { account } = this.#book;
    if (account === undefined || !wasFlattening) return NOTHING;
    const open = this.#observed(account, at.receivedMs);
    const steps = [...open]
      .filter(([marketId, { sizeBase }]) => sizeBase !== 0 && this.#errands.has(marketId))
      .map(([marketId, { sizeBase }]) => ({ marketId, fromBase: sizeBase, toBase: sizeBase }));
    this.#forget();
    const message = `resumed with ${steps.length} positions still open; they are not closed any further`;
    const stopped = steps.length > 0 ? this.#order('halt', steps, message, at) : NOTHING;
    return [...stopped, ...this.#look(at)];
  }

  #forget(): void {
    this.#errands.clear();
    this.#isDeleveraging = false;
  }

  #look(at: Stamp): readonly GuardOutput[] {
    const { account } = this.#book;
    if (account === undefined) return NOTHING;
    this.#nextLookMs = at.receivedMs + LOOK_EVERY_MS;
    const holdings = this.#observed(account, at.receivedMs);
    if (this.#mode === 'flatten') return this.#flatten(holdings, at);
    const reduced = this.#deleverage(holdings, at);
    return this.#mode === 'halt' ? [...reduced, ...this.#halt(holdings, at)] : reduced;
  }

  #observed(account: AccountState, nowMs: number): ReadonlyMap<MarketId, Holding> {
    const holdings = holdingsOf(account);
    for (const [marketId, errand] of this.#errands) errand.observe(holdings.get(marketId) ?? NO_HOLDING, nowMs);
    return holdings;
  }

  #flatten(holdings: ReadonlyMap<MarketId, Holding>, at: Stamp): readonly GuardOutput[] {
    const steps = [...holdings]
      .filter(([marketId, holding]) => this.#isDue(marketId, holding, at.receivedMs))
      .map(([marketId, { sizeBase }]) => ({ marketId, fromBase: sizeBase, toBase: 0 }));
    const message = `flatten: ${steps.length} markets with a position or orders are closed`;
    return this.#answer('flatten', steps, message, at);
  }

  /** What a fill in flight added is taken back to the size held at the halt. */
  #halt(holdings: ReadonlyMap<MarketId, Holding>, at: Stamp): readonly GuardOutput[] {
    const steps = [...holdings]
      .filter(([marketId, holding]) => holding.orders.length > 0 && this.#isDue(marketId, holding, at.receivedMs))
      .map(([marketId, { sizeBase }]) => {
        const toBase = this.#isDeleveraging ? (this.#errands.get(marketId)?.toBase ?? sizeBase) : sizeBase;
        return { marketId, fromBase: sizeBase, toBase };
      });
    const message = `halt: the resting orders of ${steps.length} markets are taken back, nothing new is opened`;
    return this.#answer('halt', steps, message, at);
  }

  #isDue(marketId: MarketId, holding: Holding, nowMs: number): boolean {
    const errand = this.#errands.get(marketId);
    if (errand === undefined) return true;
    return errand.isSpoilt(holding) || errand.isStuck(holding, nowMs, this.settings.retryMs);
  }

  #answer(reason: Mode, steps: readonly Step[], message: string, at: Stamp): readonly GuardOutput[] {
    if (reason === 'none' || (this.#isAnswered && steps.length === 0)) return NOTHING;
    this.#isAnswered = true;
    return this.#order(reason, steps, message, at);
  }

  /** An order of the operator: sizes alone are needed; what is not known of the market is NaN. */
  #order(reason: 'flatten' | 'halt', steps: readonly Step[], message: string, at: Stamp): readonly GuardOutput[] {
    const portfolio = guardPortfolio(this.#book, this.#sight, () => false);
    const marginUsageBefore = portfolio === undefined ? NaN : dangerOf(portfolio).marginUsage;
    const marginUsageAfter = reason === 'flatten' ? 0 : marginUsageBefore;
    const full = steps.map((step) => this.#weighed(step));
    return this.#send({ reason, steps: full, marginUsageBefore, marginUsageAfter, message }, at);
  }

  #weighed({ marketId, fromBase, toBase }: Step): DeleverageStep {
    const market = this.#book.market(marketId);
    const goneUsd = Math.abs(fromBase - toBase) * (fromBase === toBase ? 0 : this.#sight.mark(market).priceUsd);
    const costUsd = reductionCostUsd(goneUsd, this.#sight.cost(marketId, fromBase > 0));
    const fraction = fromBase === toBase ? 0 : market.initialMarginFraction;
    return { marketId, fromBase, toBase, freedMarginUsd: goneUsd * fraction, costUsd };
  }

  #deleverage(holdings: ReadonlyMap<MarketId, Holding>, at: Stamp): readonly GuardOutput[] {
    const { retryMs, targetMarginUsage: maxMarginUsage, targetLiquidationDistance } = this.settings;
    const isStuck = (marketId: MarketId): boolean =>
      this.#errands.get(marketId)?.isStuck(holdings.get(marketId) ?? NO_HOLDING, at.receivedMs, retryMs) ?? false;
    const portfolio = guardPortfolio(this.#book, this.#sight, isStuck);
    if (portfolio === undefined) return NOTHING;
    const danger = dangerOf(portfolio);
    if (!this.#needsPlan(danger, holdings, at.receivedMs)) return NOTHING;
    const goal = { maxMarginUsage, minLiquidationDistance: targetLiquidationDistance };
    const plan = deleveragePlan(portfolio, goal);
    const steps = [...plan.steps, ...this.#heldSteps(plan.steps, holdings)];
    this.#isDeleveraging = steps.length > 0;
    if (steps.length === 0) return NOTHING;
    const { marginUsageBefore, marginUsageAfter } = plan;
    const usage = `margin usage ${shown(marginUsageBefore)} (${shown(marginUsageAfter)} expected after)`;
    const distance = `liquidation ${shown(danger.liquidationDistance)} away`;
    const message = `${usage}, ${distance}: ${plan.steps.length} positions are reduced for about ${shown(plan.costUsd)} USD`;
    return this.#send({ reason: 'critical', steps, marginUsageBefore, marginUsageAfter, message }, at);
  }

  /** Resting orders may add to any position, and what an earlier plan asked for may not be needed any more. */
  #heldSteps(planned: readonly DeleverageStep[], holdings: ReadonlyMap<MarketId, Holding>): DeleverageStep[] {
    const inPlan = new Set(planned.map(({ marketId }) => marketId));
    return [...holdings]
      .filter(([marketId, holding]) => {
        const isPending = this.#errands.get(marketId)?.isDone(holding) === false;
        return !inPlan.has(marketId) && (holding.orders.length > 0 || isPending);
      })
      .map(([marketId, { sizeBase }]) => this.#weighed({ marketId, fromBase: sizeBase, toBase: sizeBase }));
  }

  #needsPlan(danger: Danger, holdings: ReadonlyMap<MarketId, Holding>, nowMs: number): boolean {
    const isCritical = danger.marginUsage >= 0.9 || danger.liquidationDistance <= 0.05;
    if (!this.#isDeleveraging) return isCritical;
    const errands = [...this.#errands];
    const at = (marketId: MarketId): Holding => holdings.get(marketId) ?? NO_HOLDING;
    if (errands.every(([marketId, errand]) => errand.isDone(at(marketId)))) {
      if (!isCritical) this.#forget();
      return isCritical;
    }
    const strangers = [...holdings].some(([marketId, { orders }]) => orders.length > 0 && !this.#errands.has(marketId));
    return strangers || errands.some(([marketId]) => this.#isDue(marketId, at(marketId), nowMs));
  }

  #send(action: Omit<Deleveraging, 'kind' | keyof Stamp>, at: Stamp): readonly GuardOutput[] {
    const holdings = this.#book.account === undefined ? undefined : holdingsOf(this.#book.account);
    for (const { marketId, toBase } of action.steps) {
      this.#errands.set(marketId, new Errand(toBase, holdings?.get(marketId) ?? NO_HOLDING, at.receivedMs));
    }
    return this.#voice.say(action, at, (marketId) => this.#sight.lastPriceUsd(marketId));
  }
}
