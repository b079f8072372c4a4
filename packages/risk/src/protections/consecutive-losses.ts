import type { MarketId, PositionUpdate } from '@perpstream/core';
import { shown } from '../limits/limit-hit';
import type { RiskInput } from '../monitor/risk-options';
import type { Moment } from './moment';
import type { Protection } from './protection';
import type { ProtectionOptions } from './protection-options';

type LossOptions = Pick<ProtectionOptions, 'maxMarketLosses' | 'maxAccountLosses' | 'lossesLockMs'>;

/** The trade that is open in one market, and how many before it lost in a row. */
class MarketTrades {
  #sign = 0;
  #pnlUsd = 0;
  losses = 0;

  /** The result of the trade that this update ended, if it ended one: the position is flat, or on the other side. */
  resultOf({ reason, sizeBase, realizedPnlUsd, feeUsd, fundingUsd }: PositionUpdate): number | undefined {
    this.#pnlUsd += realizedPnlUsd - feeUsd + fundingUsd;
    if (reason !== 'fill') return undefined;
    const sign = Math.sign(sizeBase);
    const wasOpen = this.#sign !== 0 || realizedPnlUsd !== 0;
    const isEnded = sign === 0 ? wasOpen : sign === -this.#sign;
    this.#sign = sign;
    if (!isEnded) return undefined;
    const resultUsd = this.#pnlUsd;
    this.#pnlUsd = 0;
    return resultUsd;
  }
}

/**
 * Locks a market after so many trades in a row that lost, and the book after so many over all markets.
 *
 * A trade is a position from opening to flat or to the other side; its result is what it realised, less fees, with funding. What a
 * position loses while it is only made smaller is left to the stops of losses.
 */
export class ConsecutiveLosses implements Protection {
  readonly hears = ['position'] as const;
  readonly #markets = new Map<MarketId, MarketTrades>();
  #losses = 0;

  constructor(private readonly options: LossOptions) {}

  hear(input: RiskInput, moment: Moment): void {
    if (input.kind !== 'position') return;
    const { marketId } = input;
    let market = this.#markets.get(marketId);
    if (market === undefined) this.#markets.set(marketId, (market = new MarketTrades()));
    const resultUsd = market.resultOf(input);
    if (resultUsd === undefined) return;
    const isLoss = !(resultUsd >= 0);
    market.losses = isLoss ? market.losses + 1 : 0;
    this.#losses = isLoss ? this.#losses + 1 : 0;
    const { maxMarketLosses, maxAccountLosses } = this.options;
    if (market.losses >= maxMarketLosses) {
      market.losses = this.#lock(moment, market.losses, maxMarketLosses, resultUsd, marketId);
    }
    if (this.#losses >= maxAccountLosses) this.#losses = this.#lock(moment, this.#losses, maxAccountLosses, resultUsd);
  }

  /** Returns 0, from where the count goes on. */
  #lock({ nowMs, locks }: Moment, value: number, bound: number, lastUsd: number, marketId?: MarketId): 0 {
    const { lossesLockMs } = this.options;
    const where = marketId === undefined ? '' : ` in ${marketId}`;
    const message = `${value} trades in a row${where} lost (bound ${bound}), the last ${shown(-lastUsd)} USD`;
    const about = { protection: 'consecutive-losses', ...(marketId && { marketId }) } as const;
    if (lossesLockMs > 0)
      locks.lock({ ...about, value, bound, sinceMs: nowMs, untilMs: nowMs + lossesLockMs, message });
    return 0;
  }
}
