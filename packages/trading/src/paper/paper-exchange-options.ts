import type { AccountChange, ChainMargin, ExecutionReport, Stamp } from '@perpstream/core';
import type { SchedulerLike } from 'rxjs';
import type { OwnerCommand } from './owner-desk';
import type { TradingFees } from './trading-fee';

/** What a `PaperExchange` is made with. */
export type PaperExchangeOptions = {
  readonly scheduler: SchedulerLike;
  readonly fees: TradingFees;
  readonly blockTimeoutMs: number;
  /** The chain's margin rules; without them nothing is refused for lack of margin, and nobody is liquidated. */
  readonly margin: ChainMargin | undefined;
  readonly report: (event: ExecutionReport | AccountChange) => void;
  /** Told why a command of the owner was not done. */
  readonly refuse: (command: OwnerCommand, reason: string, at: Stamp) => void;
};
