import { quoteToUsd, type Fill } from '@perpstream/core';
import { type ExecutionCost } from '../metrics/execution-cost';

/** What was traded in one market: money, size and costs, in running totals. */
export class TradeAccount {
  /** Signed. */
  sizeBase = 0;
  /** Received minus paid, fees and funding included. */
  cashUsd = 0;
  /** Paid > 0. */
  feesUsd = 0;
  /** Received > 0. */
  fundingUsd = 0;
  tradedUsd = 0;
  fills = 0;
  spreadUsd = 0;
  delayUsd = 0;
  #quantums = 0n;

  fill({ side, sizeBase, quantums, quoteQuantums, feeUsd }: Fill, { spreadUsd, delayUsd }: ExecutionCost): void {
    const sign = side === 'buy' ? 1 : -1;
    const valueUsd = quoteToUsd(quoteQuantums);
    if (side === 'buy') this.#quantums += quantums;
    else this.#quantums -= quantums;
    // Both are of one market, so that this is the size of one quantum; summed up exactly, a closed position is 0.
    this.sizeBase = Number(this.#quantums) * (sizeBase / Number(quantums));
    this.cashUsd -= sign * valueUsd + feeUsd;
    this.feesUsd += feeUsd;
    this.tradedUsd += valueUsd;
    this.fills += 1;
    this.spreadUsd += spreadUsd;
    this.delayUsd += delayUsd;
  }

  fund(usd: number): void {
    this.cashUsd += usd;
    this.fundingUsd += usd;
  }

  /** What all of it made, with the open size at a price. */
  profitUsd(priceUsd: number): number {
    return this.cashUsd + this.sizeBase * priceUsd;
  }
}
