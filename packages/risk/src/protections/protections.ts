import type { MarketId, RiskLevel, RiskLock } from '@perpstream/core';
import { LevelWatch } from '../monitor/level-watch';
import type { RiskChange } from '../monitor/risk-book';
import type { CheckedRiskOptions, RiskInput } from '../monitor/risk-options';
import { ConsecutiveLosses } from './consecutive-losses';
import { Deleveraging } from './deleveraging';
import { Drawdown } from './drawdown';
import { ForcedFills } from './forced-fills';
import { FundingCost } from './funding-cost';
import { LockTable } from './lock-table';
import { Moment, type ProtectionFacts } from './moment';
import { OperatorHalt } from './operator-halt';
import { OracleFreeze } from './oracle-freeze';
import { OrderRefusals } from './order-refusals';
import type { PeriodLoss } from './period-loss';
import { periodLosses } from './period-losses';
import { PriceJump } from './price-jump';
import type { Protection } from './protection';
import { RiskJournal } from './risk-journal';
import { restoreLocks, type RiskMemory } from './risk-memory';

type Hearers = { [Kind in RiskInput['kind']]?: Protection[] };

/**
 * All that locks new exposure for a while, and the level of risk: a pure reducer over the inputs of risk. One per subscription.
 *
 * An input that none of them needs costs one look-up.
 */
export class Protections {
  readonly journal: RiskJournal = new RiskJournal();
  readonly #locks = new LockTable(this.journal);
  readonly #moment = new Moment(this.#locks, this.journal);
  readonly #periods: { readonly day: PeriodLoss; readonly week: PeriodLoss; readonly month: PeriodLoss };
  readonly #drawdown: Drawdown;
  readonly #funding: FundingCost;
  readonly #level: LevelWatch;
  /** In the order in which they judge: the level needs to know whether a mark is frozen. */
  readonly #all: readonly Protection[];
  readonly #hearers: Hearers = {};
  #dueMs = -Infinity;

  constructor(options: CheckedRiskOptions) {
    const { protections, memory } = options;
    this.#periods = periodLosses(options);
    const isDrawnDown = memory?.locks.some(({ protection }) => protection === 'drawdown') ?? false;
    this.#drawdown = new Drawdown(protections, memory?.peakEquityUsd, isDrawnDown);
    this.#funding = new FundingCost(protections, memory && { atMs: memory.atMs, paidUsd: memory.dayFundingPaidUsd });
    const freeze = new OracleFreeze(protections);
    this.#level = new LevelWatch(options.levels, freeze);
    this.#all = [
      new OperatorHalt(),
      new ForcedFills(protections),
      this.#periods.day,
      this.#periods.week,
      this.#periods.month,
      this.#drawdown,
      new ConsecutiveLosses(protections),
      this.#funding,
      new PriceJump(protections),
      new OrderRefusals(protections),
      freeze,
      this.#level,
      new Deleveraging(protections, this.#level),
    ];
    for (const protection of this.#all) {
      for (const kind of protection.hears ?? []) (this.#hearers[kind] ??= []).push(protection);
    }
    if (memory === undefined) return;
    this.#moment.countTransfersFromStart();
    restoreLocks(memory, this.#locks);
  }

  /** How near to liquidation the account is. */
  get level(): RiskLevel {
    return this.#level.level;
  }

  /** Equity now minus equity at the start of the UTC day, net of transfers; 0 while equity is not known. */
  get dayPnlUsd(): number {
    return this.#periods.day.pnlUsd;
  }

  /** When the account is liquidated if its marks go on as they went lately, in ms from the last event that changed it. */
  get timeToLiquidationMs(): number {
    return this.#level.timeToLiquidationMs;
  }

  /** Where the marks of the open positions are taking the account. */
  get drift(): LevelWatch['drift'] {
    return this.#level.drift;
  }

  /** Grows whenever a lock or the level changed. */
  get revision(): number {
    return this.#locks.revision + this.#level.changes;
  }

  /** The locks that hold at present, oldest first. */
  get locks(): readonly RiskLock[] {
    return this.#locks.held;
  }

  /** The locks that keep new exposure out of a market. */
  locksOn(marketId: MarketId): readonly RiskLock[] {
    return this.#locks.held.filter((lock) => lock.marketId === undefined || lock.marketId === marketId);
  }

  /** Lets time pass: locks end, days begin. Late events do not bring time back. */
  advance(nowMs: number): void {
    const moment = this.#moment;
    if (!moment.advance(nowMs) || nowMs < this.#dueMs) return;
    const { revision } = this;
    this.#locks.expire(nowMs);
    for (const protection of this.#all) protection.advance?.(moment);
    if (revision === this.revision) this.#plan();
    else this.#settle();
  }

  /** Takes note of an input that the risk book has taken in already. */
  observe(input: RiskInput, change: RiskChange, facts: ProtectionFacts): void {
    const moment = this.#moment;
    const { revision } = this;
    const isMoved = change === 'account' || change === 'marks';
    if (isMoved) this.#look(change, facts);
    const hearers = this.#hearers[input.kind];
    if (hearers !== undefined) for (const protection of hearers) protection.hear?.(input, moment);
    if (isMoved || revision !== this.revision || moment.nowMs >= this.#level.fallsAtMs) this.#settle();
  }

  /** What a restart must not forget; undefined before the first equity. */
  memory(): RiskMemory | undefined {
    const { day, week, month } = this.#periods;
    const { nowMs, equityUsd } = this.#moment;
    if (Number.isNaN(equityUsd)) return undefined;
    return {
      atMs: nowMs,
      equityUsd,
      dayStartEquityUsd: day.startEquityUsd ?? equityUsd,
      weekStartEquityUsd: week.startEquityUsd ?? equityUsd,
      monthStartEquityUsd: month.startEquityUsd ?? equityUsd,
      peakEquityUsd: this.#drawdown.peakEquityUsd ?? equityUsd,
      dayPnlUsd: day.pnlUsd,
      weekPnlUsd: week.pnlUsd,
      monthPnlUsd: month.pnlUsd,
      dayFundingPaidUsd: this.#funding.paidUsd,
      locks: this.#locks.held.map(({ untilMs, ...lock }) => (untilMs === Infinity ? lock : { ...lock, untilMs })),
    };
  }

  #look(change: 'account' | 'marks', facts: ProtectionFacts): void {
    const moment = this.#moment;
    moment.facts = facts;
    moment.look(facts);
    if (change !== 'account') return;
    moment.held = [...(facts.account?.positions.keys() ?? [])].map((marketId) => facts.market(marketId));
  }

  #settle(): void {
    for (const protection of this.#all) protection.settle?.(this.#moment);
    this.#moment.forgetTransfer();
    this.#plan();
  }

  #plan(): void {
    let dueMs = this.#locks.nextEndMs;
    for (const protection of this.#all)
      if (protection.dueMs !== undefined && protection.dueMs < dueMs) dueMs = protection.dueMs;
    this.#dueMs = dueMs;
  }
}
