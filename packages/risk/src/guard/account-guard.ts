import type { DeleverageStep, OperatorCommand, Stamp } from '@perpstream/core';
import { RiskBook } from '../monitor/risk-book';
import type { CheckedRiskOptions, RiskInput } from '../monitor/risk-options';
import { stampOf } from '../monitor/stamp-of';
import { Deleverager } from './deleverager';
import { Errands } from './errands';
import { guardPortfolio, nearnessOf } from './guard-portfolio';
import type { GuardSettings } from './guard-settings';
import { GuardVoice, type Deleveraging, type GuardOutput } from './guard-voice';
import { MarketSight } from './market-sight';
import { closingStep, heldStep } from './step-of';

const NOTHING: readonly GuardOutput[] = [];

/** While there is something to do, time is looked at this often, whatever the account does. */
const LOOK_EVERY_MS = 500;

/** The state behind `guardAccount`: takes one input, returns what is to be done. */
export class AccountGuard {
  readonly #book: RiskBook;
  readonly #sight: MarketSight;
  readonly #errands: Errands;
  readonly #deleverager: Deleverager;
  readonly #voice: GuardVoice;
  #mode: 'none' | 'halt' | 'flatten' = 'none';
  /** Whether the command was answered with an action. */
  #isAnswered = true;
  #nextLookMs = -Infinity;
  #cause = 0;

  constructor(options: CheckedRiskOptions, settings: GuardSettings) {
    this.#book = new RiskBook(options);
    this.#sight = new MarketSight(settings);
    this.#voice = new GuardVoice(settings.maxSlippageBps);
    this.#errands = new Errands(settings.retryMs);
    this.#deleverager = new Deleverager(this.#book, this.#sight, this.#errands, settings);
  }

  take(input: RiskInput): readonly GuardOutput[] {
    const at = stampOf(input, this.#cause);
    this.#cause = at.cause;
    this.#sight.see(input);
    const change = this.#book.apply(input);
    if (input.kind === 'command') return this.#obey(input, at);
    const isBusy = this.#mode !== 'none' || this.#deleverager.isActive;
    const isDue = isBusy && at.receivedMs >= this.#nextLookMs;
    return change === 'none' && !isDue ? NOTHING : this.#look(at);
  }

  #obey({ command }: OperatorCommand, at: Stamp): readonly GuardOutput[] {
    if (command === 'resume') return this.#resume(at);
    if (command !== 'flatten' && command !== 'halt-new-exposure') return NOTHING;
    const mode = command === 'flatten' ? 'flatten' : 'halt';
    // A flatten halts too: a halt that comes after it asks for nothing more.
    if (this.#mode === mode || this.#mode === 'flatten') return NOTHING;
    this.#mode = mode;
    this.#isAnswered = false;
    if (mode === 'flatten') this.#forget();
    return this.#look(at);
  }

  #resume(at: Stamp): readonly GuardOutput[] {
    const stopped = this.#mode === 'flatten' ? this.#stopClosing(at) : NOTHING;
    this.#mode = 'none';
    return [...stopped, ...this.#look(at)];
  }

  /** What is still being closed stays as it is now. */
  #stopClosing(at: Stamp): readonly GuardOutput[] {
    const errands = this.#errands;
    const steps = [...errands.holdings]
      .filter(([marketId, { sizeBase }]) => sizeBase !== 0 && errands.isPending(marketId))
      .map(([marketId, { sizeBase }]) => heldStep(marketId, sizeBase));
    const message = `resumed with ${steps.length} positions still open: they are not closed any further`;
    const outputs = steps.length > 0 ? this.#say(this.#operatorAction('halt', steps, message), at) : NOTHING;
    this.#forget();
    return outputs;
  }

  #forget(): void {
    this.#errands.forget();
    this.#deleverager.stop();
  }

  #look(at: Stamp): readonly GuardOutput[] {
    const { account } = this.#book;
    if (account === undefined) return NOTHING;
    this.#nextLookMs = at.receivedMs + LOOK_EVERY_MS;
    this.#errands.observe(account, at.receivedMs);
    if (this.#mode === 'flatten') return this.#flatten(at);
    const action = this.#deleverager.look(at);
    const reduced = action === undefined ? NOTHING : this.#say(action, at);
    return this.#mode === 'halt' ? [...reduced, ...this.#halt(at)] : reduced;
  }

  #flatten(at: Stamp): readonly GuardOutput[] {
    const steps = [...this.#errands.holdings]
      .filter(([marketId]) => this.#errands.isDue(marketId))
      .map(([marketId, { sizeBase }]) => closingStep(this.#book, this.#sight, marketId, sizeBase));
    return this.#answer(
      'flatten',
      steps,
      `flatten: ${steps.length} markets are closed and their orders taken back`,
      at,
    );
  }

  /** Positions stay where they are, or where a deleveraging wants them; what a fill in flight adds later is taken back. */
  #halt(at: Stamp): readonly GuardOutput[] {
    const steps = [...this.#errands.holdings]
      .filter(([marketId, { orders }]) => orders.length > 0 && this.#errands.isDue(marketId))
      .map(([marketId, { sizeBase }]) => heldStep(marketId, sizeBase));
    return this.#answer('halt', steps, `halt: the orders of ${steps.length} markets are taken back`, at);
  }

  /** A command is answered once, even when there is nothing to do; later actions have something to do. */
  #answer(
    reason: 'flatten' | 'halt',
    steps: readonly DeleverageStep[],
    message: string,
    at: Stamp,
  ): readonly GuardOutput[] {
    if (this.#isAnswered && steps.length === 0) return NOTHING;
    this.#isAnswered = true;
    return this.#say(this.#operatorAction(reason, steps, message), at);
  }

  #operatorAction(
    reason: 'flatten' | 'halt',
    steps: readonly DeleverageStep[],
    message: string,
  ): Omit<Deleveraging, 'kind' | keyof Stamp> {
    const portfolio = guardPortfolio(this.#book, this.#sight, () => false);
    const marginUsageBefore = portfolio === undefined ? NaN : nearnessOf(portfolio).marginUsage;
    const marginUsageAfter = reason === 'flatten' ? 0 : marginUsageBefore;
    return { reason, steps, marginUsageBefore, marginUsageAfter, message };
  }

  #say(action: Omit<Deleveraging, 'kind' | keyof Stamp>, at: Stamp): readonly GuardOutput[] {
    for (const { marketId, toBase } of action.steps) this.#errands.ask(marketId, toBase);
    return this.#voice.say(action, at, (marketId) => this.#sight.lastPriceUsd(marketId));
  }
}
