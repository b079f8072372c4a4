import { unixMs, type AccountState, type FaultSink, type PositionUpdate } from '@perpstream/core';
import { defer, startWith, type OperatorFunction } from 'rxjs';
import { emitEach } from '../emit-each';
import { Portfolio, type PortfolioInput } from './portfolio';

/** What `trackPortfolio` needs. */
export type PortfolioOptions = {
  /** Cash at the start of the run in USD, >= 0. */
  readonly startBalanceUsd: number;
  readonly faults: FaultSink;
};

/**
 * Keeps the bot's own account: cash, positions at average entry price, open orders, realised profit, fees and funding.
 *
 * Emits the empty account on subscribing (`receivedMs` and `cause` 0), then an `AccountState` after every report, account change
 * and funding payment, each fill and payment preceded by its `PositionUpdate`. Market data alone emit nothing.
 *
 * Cash is exact, in quote quantums, and so is the identity: equity - start = realised + unrealised + funding
 * + transfers - fees. A fill counts once per fill id, also after its order was cancelled; a fill of an order that was never
 * submitted, or beyond the order's size, counts and is reported as an `order` fault. Forced fills count like others, their fee
 * is what the exchange took or the insurance fund paid; transfers are neither gain nor loss. Positions pay hourly funding (-size x oracle price x
 * `nextFundingRate1h`, rounded down) at the first block of each UTC hour, for every hour since the block before; nothing
 * while price or rate are unknown.
 * @throws RangeError when `startBalanceUsd` is negative or not finite
 * @example merge(gateway.reports$, gateway.changes$, processed$).pipe(trackPortfolio({ startBalanceUsd: 10_000, faults }))
 */
export function trackPortfolio(
  options: PortfolioOptions,
): OperatorFunction<PortfolioInput, AccountState | PositionUpdate> {
  const { startBalanceUsd, faults } = options;
  if (!(Number.isFinite(startBalanceUsd) && startBalanceUsd >= 0)) {
    throw new RangeError(`startBalanceUsd must be finite and >= 0, was ${startBalanceUsd}`);
  }
  return (source$) =>
    defer(() => {
      const portfolio = new Portfolio(startBalanceUsd, faults);
      return source$.pipe(
        emitEach<PortfolioInput, AccountState | PositionUpdate>(() => (input) => portfolio.take(input)),
        startWith(portfolio.account({ receivedMs: unixMs(0), cause: 0 })),
      );
    });
}
