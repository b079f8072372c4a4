import type { RiskLevel } from '@perpstream/core';
import { accountMargin } from '../margin/account-margin';
import type { Moment } from '../protections/moment';
import type { OracleFreeze } from '../protections/oracle-freeze';
import type { Protection } from '../protections/protection';
import { AccountDrift } from './account-drift';
import { dangerOf, dangerText, levelOf, type Danger } from './danger';
import type { RiskLevelOptions } from './level-options';
import { levelRank, worseLevel } from './level-rank';
import type { RiskInput } from './risk-options';

/**
 * The level of risk of the account: worse at once, better only when every measure was better than its bound by the margin for the
 * hold time; then it falls to the worst level seen meanwhile. While a mark of a position cannot be relied on it is at least `warning`;
 * while it is not known at all it does not fall.
 */
export class LevelWatch implements Protection {
  readonly hears = ['context'] as const;
  readonly drift: AccountDrift = new AccountDrift();
  #level: RiskLevel = 'safe';
  /** Undefined while it cannot be told. */
  #danger: Danger | undefined;
  #changes = 0;
  /** While measures are better: since when, and the worst level they allowed since. */
  #betterSinceMs = Infinity;
  #bestLevel: RiskLevel = 'safe';
  #keptLevel: RiskLevel = 'safe';

  constructor(
    private readonly levels: RiskLevelOptions,
    private readonly freeze: Pick<OracleFreeze, 'isFrozen'>,
  ) {}

  get level(): RiskLevel {
    return this.#level;
  }

  /** How often it changed. */
  get changes(): number {
    return this.#changes;
  }

  /** The numbers behind it, in one line. */
  get reason(): string {
    if (this.#danger === undefined) return 'a mark or margin of a position is not known';
    return dangerText(this.#danger) + (this.freeze.isFrozen ? ', a mark cannot be relied on' : '');
  }

  /** As of the last look at the account; Infinity while it cannot be told. */
  get timeToLiquidationMs(): number {
    return this.#danger?.timeToLiquidationMs ?? Infinity;
  }

  /**
   * When the level falls if nothing changes. It does so after the event that brings that time was taken in: what is worse by then is not
   * told twice.
   */
  get fallsAtMs(): number {
    return this.#betterSinceMs + this.levels.levelHoldMs;
  }

  hear(input: RiskInput, { nowMs }: Moment): void {
    if (input.kind === 'context') this.drift.hear(input, nowMs);
  }

  settle(moment: Moment): void {
    const { held, nowMs, facts } = moment;
    if (facts?.account === undefined) return;
    this.drift.follow(held, nowMs);
    const floor: RiskLevel = this.freeze.isFrozen ? 'warning' : 'safe';
    const margin = accountMargin(facts.account.quoteBalanceUsd, held);
    if (!Number.isFinite(margin.equityUsd + margin.initialMarginUsd + margin.maintenanceMarginUsd)) {
      this.#danger = undefined;
      this.#follow(floor, worseLevel(this.#level, floor), moment);
      return;
    }
    const danger = dangerOf(margin, held, this.drift.timeToLiquidationMs(held, margin, nowMs));
    this.#danger = danger;
    const entered = worseLevel(floor, levelOf(danger, this.levels, 0));
    this.#follow(entered, worseLevel(floor, levelOf(danger, this.levels, this.levels.levelMargin)), moment);
  }

  #follow(entered: RiskLevel, kept: RiskLevel, moment: Moment): void {
    this.#keptLevel = kept;
    if (levelRank(entered) > levelRank(this.#level)) this.#set(entered, moment);
    if (levelRank(kept) >= levelRank(this.#level)) this.#betterSinceMs = Infinity;
    else if (this.#betterSinceMs === Infinity) this.#beginHold(moment.nowMs);
    else this.#bestLevel = worseLevel(this.#bestLevel, kept);
    if (moment.nowMs >= this.fallsAtMs) this.#fall(moment);
  }

  #fall(moment: Moment): void {
    this.#betterSinceMs = Infinity;
    this.#set(this.#bestLevel, moment);
    if (levelRank(this.#keptLevel) < levelRank(this.#level)) this.#beginHold(moment.nowMs);
  }

  #beginHold(nowMs: number): void {
    this.#betterSinceMs = nowMs;
    this.#bestLevel = this.#keptLevel;
  }

  #set(to: RiskLevel, { journal }: Moment): void {
    const from = this.#level;
    if (from === to) return;
    this.#level = to;
    this.#changes += 1;
    journal.add({ kind: 'level', from, to, message: `${from} -> ${to}: ${this.reason}` });
  }
}
