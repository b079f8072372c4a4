import type { AccountChange } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { RiskInput } from '../monitor/risk-options';
import { isResume } from './is-resume';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

type ForcedFill = Extract<AccountChange, { readonly kind: 'forced-fill' }>;

/**
 * Locks the book when the exchange liquidated or deleveraged a position, since then something was misjudged badly, and one market
 * for a while when the owner traded in it by hand, so that no strategy trades it back.
 */
export class ForcedFills implements Protection {
  readonly hears = ['forced-fill', 'command'] as const;

  constructor(private readonly options: Pick<ProtectionOptions, 'forcedFillLockMs' | 'ownerTradeLockMs'>) {}

  hear(input: RiskInput, moment: Moment): void {
    if (isResume(input)) moment.locks.release('forced-fill');
    if (input.kind !== 'forced-fill') return;
    if (input.reason === 'MANUAL') this.#lockMarket(input, moment);
    else this.#lockBook(input, moment);
  }

  #lockBook({ marketId, reason, fill }: ForcedFill, { nowMs, locks }: Moment): void {
    const { forcedFillLockMs } = this.options;
    if (!(forcedFillLockMs > 0)) return;
    const value = fill.sizeBase * fill.priceUsd;
    const message = `the exchange closed ${shown(fill.sizeBase)} ${marketId} at ${shown(fill.priceUsd)} USD by force (${reason})`;
    const untilMs = nowMs + forcedFillLockMs;
    locks.lock({ protection: 'forced-fill', value, bound: 0, sinceMs: nowMs, untilMs, message });
  }

  #lockMarket({ marketId, fill }: ForcedFill, { nowMs, locks }: Moment): void {
    const { ownerTradeLockMs } = this.options;
    if (!(ownerTradeLockMs > 0)) return;
    const value = fill.sizeBase * fill.priceUsd;
    const message = `the owner ${fill.side === 'buy' ? 'bought' : 'sold'} ${shown(fill.sizeBase)} ${marketId} by hand`;
    const untilMs = nowMs + ownerTradeLockMs;
    locks.lock({ protection: 'forced-fill', marketId, value, bound: 0, sinceMs: nowMs, untilMs, message });
  }
}
