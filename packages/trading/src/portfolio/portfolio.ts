import {
  quoteToUsd,
  usdToQuote,
  type AccountChange,
  type AccountState,
  type Block,
  type CancelIntent,
  type ExecutionReport,
  type FaultSink,
  type Fill,
  type MarketContext,
  type MarketId,
  type PositionUpdate,
  type ProcessedData,
  type QuoteQuantums,
  type Stamp,
} from '@perpstream/core';
import { RecentIds } from '../recent-ids';
import { fundingPayment, utcHour } from './funding-payment';
import { Ledger } from './ledger';
import { OrderTable } from './order-table';

/** Fills that are remembered: a fill is told again by a reconnect or a REST answer, minutes later at most. */
const REMEMBERED_FILLS = 100_000;

/**
 * What moves the portfolio: reports of orders, wishes to cancel, what happens to the account without an order, and of market
 * data the contexts and blocks.
 */
export type PortfolioInput = ProcessedData | ExecutionReport | AccountChange | CancelIntent;

type FillReport = Extract<ExecutionReport, { readonly fill: Fill }>;
type PositionChange = Pick<PositionUpdate, 'reason' | 'realizedPnlUsd' | 'feeUsd' | 'fundingUsd'>;
type Output = AccountState | PositionUpdate;

const NOTHING: readonly Output[] = [];

/** The state behind `trackPortfolio`: takes one event, returns what it changed. */
export class Portfolio {
  readonly #ledger: Ledger;
  readonly #orders = new OrderTable();
  readonly #fillIds = new RecentIds<string>(REMEMBERED_FILLS);
  readonly #contexts = new Map<MarketId, MarketContext>();
  readonly #faults: FaultSink;
  #hour: number | undefined;

  constructor(startBalanceUsd: number, faults: FaultSink) {
    this.#ledger = new Ledger(usdToQuote(startBalanceUsd));
    this.#faults = faults;
  }

  account({ receivedMs, cause }: Stamp): AccountState {
    const ledger = this.#ledger;
    return {
      kind: 'account',
      receivedMs,
      cause,
      quoteQuantums: ledger.cashQuoteQuantums,
      quoteBalanceUsd: quoteToUsd(ledger.cashQuoteQuantums),
      positions: ledger.positions(),
      openOrders: this.#orders.openOrders(),
      realizedPnlUsd: quoteToUsd(ledger.realizedQuoteQuantums),
      feesUsd: quoteToUsd(ledger.feeQuoteQuantums),
      fundingUsd: quoteToUsd(ledger.fundingQuoteQuantums),
      transfersUsd: quoteToUsd(ledger.transferQuoteQuantums),
    };
  }

  take(input: PortfolioInput): readonly Output[] {
    switch (input.kind) {
      case 'book':
      case 'flow':
      case 'flow-window':
      case 'forced-flow':
      case 'bar':
      case 'status-change':
      case 'quality':
      case 'clock-skew':
        return NOTHING;
      case 'context':
        this.#contexts.set(input.marketId, input);
        return NOTHING;
      case 'block':
        return this.#takeBlock(input);
      case 'filled':
      case 'partially-filled':
        return this.#takeFill(input);
      case 'forced-fill':
        return this.#fillIds.add(input.fill.id) ? this.#book(input.marketId, input.fill, input) : NOTHING;
      case 'transfer':
        this.#ledger.bookTransfer(input.quoteQuantums);
        return [this.account(input)];
      default:
        return this.#orders.take(input, 0n).isChanged ? [this.account(input)] : NOTHING;
    }
  }

  #takeFill(report: FillReport): readonly Output[] {
    const { fill, marketId } = report;
    const isNew = this.#fillIds.add(fill.id);
    const { isChanged, excessQuantums } = this.#orders.take(report, isNew ? fill.quantums : 0n);
    if (!isNew) return isChanged ? [this.account(report)] : NOTHING;
    if (excessQuantums !== 0n) this.#reportExcess(report, excessQuantums);
    return this.#book(marketId, fill, report);
  }

  #book(marketId: MarketId, fill: Fill, at: Stamp): readonly Output[] {
    const realized = this.#ledger.bookFill(marketId, fill, at.receivedMs);
    const update = this.#update(at, marketId, {
      reason: 'fill',
      realizedPnlUsd: quoteToUsd(realized),
      feeUsd: fill.feeUsd,
      fundingUsd: 0,
    });
    return [update, this.account(at)];
  }

  #takeBlock(block: Block): readonly Output[] {
    const hour = utcHour(block.exchangeMs);
    const hours = hour - (this.#hour ?? hour);
    this.#hour = Math.max(hour, this.#hour ?? hour);
    if (hours <= 0) return NOTHING;
    const updates = [...this.#ledger.holdings().keys()].flatMap((marketId) => this.#payFunding(marketId, hours, block));
    return updates.length === 0 ? NOTHING : [...updates, this.account(block)];
  }

  #payFunding(marketId: MarketId, hours: number, block: Block): PositionUpdate[] {
    const holding = this.#ledger.holdings().get(marketId);
    const { oraclePriceUsd, nextFundingRate1h } = this.#contexts.get(marketId) ?? {};
    if (holding === undefined || oraclePriceUsd === undefined || nextFundingRate1h === undefined) return [];
    const payment = (fundingPayment(holding, oraclePriceUsd, nextFundingRate1h) * BigInt(hours)) as QuoteQuantums;
    if (payment === 0n) return [];
    this.#ledger.bookFunding(payment);
    const fundingUsd = quoteToUsd(payment);
    return [this.#update(block, marketId, { reason: 'funding', realizedPnlUsd: 0, feeUsd: 0, fundingUsd })];
  }

  #update({ receivedMs, cause }: Stamp, marketId: MarketId, change: PositionChange): PositionUpdate {
    const position = this.#ledger.position(marketId);
    return {
      kind: 'position',
      receivedMs,
      cause,
      marketId,
      sizeBase: position?.sizeBase ?? 0,
      ...(position && { entryPriceUsd: position.entryPriceUsd }),
      ...change,
    };
  }

  #reportExcess(report: FillReport, excess: bigint | undefined): void {
    const what = excess === undefined ? 'which was never submitted' : `beyond its size, by ${excess} quantums`;
    this.#faults.report({
      kind: 'order',
      where: `portfolio, fill ${report.fill.id}`,
      message: `order ${report.clientId} was filled ${what}; the fill counts`,
      receivedMs: report.receivedMs,
      cause: report.cause,
      marketId: report.marketId,
    });
  }
}
