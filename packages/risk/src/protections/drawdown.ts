import { shown } from '../limits/limit-hit';
import type { RiskInput } from '../monitor/risk-options';
import { isResume } from './is-resume';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

/**
 * Locks the book when equity fell too far from its peak, net of transfers: for a time, or until the operator resumes.
 *
 * When the lock ends, the peak starts anew from the equity at hand: whoever goes on has accepted the loss.
 */
export class Drawdown implements Protection {
  readonly hears = ['command'] as const;
  #peakUsd: number | undefined;
  #wasLocked: boolean;

  constructor(
    private readonly options: Pick<ProtectionOptions, 'maxDrawdownFraction' | 'drawdownLockMs'>,
    peakEquityUsd: number | undefined,
    wasLocked: boolean,
  ) {
    this.#peakUsd = peakEquityUsd;
    this.#wasLocked = wasLocked;
  }

  /** At the scale of the present capital; undefined before the first equity. */
  get peakEquityUsd(): number | undefined {
    return this.#peakUsd;
  }

  hear(input: RiskInput, { locks }: Moment): void {
    if (isResume(input)) locks.release('drawdown');
  }

  settle(moment: Moment): void {
    if (!moment.isEquityKnown) return;
    const isLocked = moment.locks.find('drawdown') !== undefined;
    const startsAnew = this.#peakUsd === undefined || (this.#wasLocked && !isLocked);
    const pastUsd = startsAnew ? moment.equityUsd : moment.rescaled(this.#peakUsd ?? moment.equityUsd);
    this.#peakUsd = Math.max(pastUsd, moment.equityUsd);
    this.#wasLocked = isLocked || this.#judge(moment, this.#peakUsd);
  }

  #judge({ nowMs, equityUsd, locks }: Moment, peakUsd: number): boolean {
    const { maxDrawdownFraction: bound, drawdownLockMs } = this.options;
    const isBroken = peakUsd > 0 && peakUsd - equityUsd >= peakUsd * bound && drawdownLockMs > 0;
    if (!isBroken) return false;
    const value = 1 - equityUsd / peakUsd;
    const message = `equity fell ${shown(value * 100)} % from its peak of ${shown(peakUsd)} USD (bound ${shown(bound * 100)} %)`;
    locks.lock({ protection: 'drawdown', value, bound, sinceMs: nowMs, untilMs: nowMs + drawdownLockMs, message });
    return true;
  }
}
