import {
  toQuantums,
  toSubticks,
  usdToQuote,
  type AccountChange,
  type MarketId,
  type OperatorCommand,
  type Side,
  type Stamp,
} from '@perpstream/core';
import { admission, type AdmissionRules } from './admission';
import type { ForcedFills } from './forced-fills';
import { makeFill } from './make-fill';
import { movementOf } from './paper-account';
import { paperMarket } from './paper-market';

/** What the owner of a paper account can do to it. */
export type OwnerCommand = Extract<OperatorCommand, { readonly command: 'transfer' | 'trade' }>;

/** Whether a command is one of the owner to the account. */
export function isOwnerCommand(command: OperatorCommand): command is OwnerCommand {
  return command.command === 'transfer' || command.command === 'trade';
}

/** What an `OwnerDesk` works with. */
export type OwnerDeskOptions = AdmissionRules & {
  readonly forced: ForcedFills;
  readonly report: (change: AccountChange) => void;
};

/** Moves money and trades by hand, as far as the chain lets the account do that. */
export class OwnerDesk {
  constructor(private readonly options: OwnerDeskOptions) {}

  /** Does what the owner asked for. @returns why not */
  run(command: OwnerCommand, at: Stamp): string | undefined {
    if (command.command === 'trade') return this.#trade(command.marketId, command.sizeBase, at);
    return this.#transfer(command.amountUsd, at);
  }

  #transfer(amountUsd: number, { receivedMs, cause }: Stamp): string | undefined {
    if (!Number.isFinite(amountUsd)) return `the amount must be finite, was ${amountUsd}`;
    const quoteQuantums = usdToQuote(amountUsd);
    if (quoteQuantums === 0n) return 'the amount is 0';
    const movement = { quantums: 0n, quoteQuantums };
    // Money that comes in is never refused.
    const refusal = quoteQuantums > 0n ? undefined : admission(this.options)(movement);
    if (refusal !== undefined) return refusal;
    this.options.account.book(movement);
    this.options.report({ kind: 'transfer', quoteQuantums, receivedMs, cause });
    return undefined;
  }

  #trade(marketId: MarketId, sizeBase: number, at: Stamp): string | undefined {
    if (!Number.isFinite(sizeBase)) return `the size must be finite, was ${sizeBase}`;
    const { rules, oraclePriceUsd, status } = paperMarket(this.options.markets, marketId);
    if (rules === undefined) return `the rules of ${marketId} are not known`;
    if (oraclePriceUsd === undefined) return `the oracle price of ${marketId} is not known`;
    if (status !== 'ACTIVE') return `${marketId} takes no orders while ${status}`;
    const side: Side = sizeBase > 0 ? 'buy' : 'sell';
    const size = toQuantums(Math.abs(sizeBase), rules, 'down');
    const price = toSubticks(oraclePriceUsd, rules, side === 'buy' ? 'up' : 'down');
    if (!size.ok) return size.reason;
    if (!price.ok) return price.reason;
    const of = { id: this.options.forced.nextId('MANUAL'), side, liquidity: 'taker', feePpm: 0 } as const;
    const fill = makeFill({ quantums: size.value, subticks: price.value }, rules, of);
    const refusal = admission(this.options, marketId)(movementOf(marketId, fill));
    if (refusal === undefined) this.options.forced.add(marketId, 'MANUAL', fill, at);
    return refusal;
  }
}
