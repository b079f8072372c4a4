import type { AccountChange, Fill, MarketId, Stamp } from '@perpstream/core';
import { movementOf, type PaperAccount } from './paper-account';

type ForcedFill = Extract<AccountChange, { readonly kind: 'forced-fill' }>;

/** Books fills that no order of the bot made and tells of them, in this order. */
export class ForcedFills {
  #count = 0;

  constructor(
    private readonly account: PaperAccount,
    private readonly report: (change: AccountChange) => void,
  ) {}

  /** An id that no other fill has. */
  nextId(reason: ForcedFill['reason']): string {
    return `paper-${reason.toLowerCase()}-${this.#count++}`;
  }

  add(marketId: MarketId, reason: ForcedFill['reason'], fill: Fill, { receivedMs, cause }: Stamp): void {
    this.account.book(movementOf(marketId, fill));
    this.report({ kind: 'forced-fill', marketId, reason, fill, receivedMs, cause });
  }
}
