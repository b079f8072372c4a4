import type { MarketId, ProtectionName, RiskLock } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { CheckedRiskOptions, RiskInput } from '../monitor/risk-options';
import { DailyLossStop } from './daily-loss-stop';

const DAY_MS = 86_400_000;

/** What protections are told of the account after an input was taken in. */
export type ProtectionFacts = {
  /** Undefined while the account is not known, NaN while a mark of an open position is not. */
  readonly equityUsd: number | undefined;
};

/** All that locks new exposure for a while: a pure reducer over the inputs of risk. One per subscription. */
export class Protections {
  readonly daily: DailyLossStop;
  readonly #locks = new Map<ProtectionName, RiskLock>();
  #nowMs = -Infinity;

  constructor({ limits, dayStartEquityUsd }: CheckedRiskOptions) {
    this.daily = new DailyLossStop(limits, dayStartEquityUsd);
  }

  get lockCount(): number {
    return this.#locks.size;
  }

  /** The locks that hold at present, oldest first. */
  get locks(): readonly RiskLock[] {
    return [...this.#locks.values()];
  }

  /** The locks that keep new exposure out of a market. */
  locksOn(marketId: MarketId): readonly RiskLock[] {
    return this.locks.filter((lock) => lock.marketId === undefined || lock.marketId === marketId);
  }

  /** Lets time pass: locks end. */
  advance(nowMs: number): void {
    if (!(nowMs > this.#nowMs)) return;
    this.#nowMs = nowMs;
    this.daily.advance(nowMs);
    for (const [name, { untilMs }] of this.#locks) if (untilMs <= nowMs) this.#locks.delete(name);
  }

  /** Takes note of an input that the risk book has taken in already. */
  observe(input: RiskInput, { equityUsd }: ProtectionFacts): void {
    if (input.kind === 'command') this.#obey(input.command);
    if (equityUsd === undefined) return;
    this.daily.observe(equityUsd);
    if (this.daily.isTripped) this.#lockForDay();
  }

  #obey(command: string): void {
    if (command === 'resume') this.#locks.delete('operator-halt');
    const halts = command === 'stop' || command === 'halt-new-exposure' || command === 'flatten';
    if (halts) this.#lock('operator-halt', 1, 0, Infinity, 'the operator halted new exposure');
  }

  #lockForDay(): void {
    const lossUsd = -this.daily.dayPnlUsd;
    const { boundUsd } = this.daily;
    const untilMs = (Math.floor(this.#nowMs / DAY_MS) + 1) * DAY_MS;
    const message = `the day's loss reached ${shown(boundUsd)} USD (now ${shown(lossUsd)}); no new exposure until the next UTC day`;
    this.#lock('daily-loss', lossUsd, boundUsd, untilMs, message);
  }

  #lock(protection: ProtectionName, value: number, bound: number, untilMs: number, message: string): void {
    const sinceMs = this.#locks.get(protection)?.sinceMs ?? this.#nowMs;
    this.#locks.set(protection, { protection, value, bound, sinceMs, untilMs, message });
  }
}
