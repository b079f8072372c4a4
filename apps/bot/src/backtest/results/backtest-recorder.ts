import {
  midPriceUsd,
  type AccountState,
  type AuditEvent,
  type ClientId,
  type ExecutionReport,
  type Fault,
  type Fill,
  type MarketId,
  type OrderIntent,
  type RiskVerdict,
} from '@perpstream/core';
import { DecisionHash } from '../../run/decision-hash';
import { executionCost } from '../metrics/execution-cost';
import { StrategyProfits } from './strategy-profits';
import { TradeAccount } from './trade-account';

/** One fill, with the mids it is held against. */
export type RecordedFill = Fill & {
  readonly atMs: number;
  readonly marketId: MarketId;
  readonly strategy: string;
  readonly midAtDecisionUsd: number;
  readonly midAtFillUsd: number;
};

/** The account at the end of one round of candles, valued at the closes. */
export type EquitySample = { readonly atMs: number; readonly equityUsd: number; readonly grossUsd: number };

type FillReport = Extract<ExecutionReport, { readonly fill: Fill }>;
type SentOrder = { readonly strategy: string; readonly midAtDecisionUsd: number };

/** Takes down from the audit stream what a backtest is judged by. */
export class BacktestRecorder {
  readonly hash: DecisionHash = new DecisionHash();
  /** In order of the first fill. */
  readonly accounts: Map<MarketId, TradeAccount> = new Map();
  readonly strategies: StrategyProfits = new StrategyProfits();
  readonly fills: RecordedFill[] = [];
  readonly samples: EquitySample[] = [];
  readonly faults: Record<string, number> = {};
  /** The first fault of each kind, in words. */
  readonly firstFaults: string[] = [];
  readonly verdicts: { approved: number; trimmed: number; refused: number } = { approved: 0, trimmed: 0, refused: 0 };
  decisions = 0;
  orders = 0;
  /** How often a risk limit stopped new exposure. */
  halts = 0;
  readonly #midsUsd = new Map<MarketId, number>();
  readonly #decidedAtUsd = new Map<string, number>();
  readonly #sent = new Map<ClientId, SentOrder>();
  #account: AccountState | undefined;
  #isHalted = false;

  /** The latest price between best bid and best ask; NaN before the first book. */
  midUsd(marketId: MarketId): number {
    return this.#midsUsd.get(marketId) ?? NaN;
  }

  /** The latest state of the account. */
  get account(): AccountState | undefined {
    return this.#account;
  }

  observe(audit: AuditEvent): void {
    this.hash.add(audit);
    switch (audit.topic) {
      case 'data':
        if (audit.event.kind === 'book') this.#midsUsd.set(audit.event.marketId, midPriceUsd(audit.event.top));
        break;
      case 'decision':
        this.decisions += 1;
        this.#decidedAtUsd.set(decisionKey(audit.event), this.midUsd(audit.event.marketId));
        break;
      case 'verdict':
        this.#countVerdict(audit.event);
        break;
      case 'order':
        if (audit.event.kind === 'order') this.#send(audit.event);
        break;
      case 'execution':
        this.#report(audit.event);
        break;
      case 'position':
        if (audit.event.reason === 'funding') this.#accountOf(audit.event.marketId).fund(audit.event.fundingUsd);
        break;
      case 'attribution':
        this.strategies.observe(audit.event);
        break;
      case 'account':
        this.#account = audit.event;
        break;
      case 'risk':
        if (audit.event.isHalted && !this.#isHalted) this.halts += 1;
        this.#isHalted = audit.event.isHalted;
        break;
      case 'fault':
        this.#countFault(audit.event);
        break;
      default:
        break;
    }
  }

  /** Values the account at the present mids. */
  sample(atMs: number): void {
    let equityUsd = this.#account?.quoteBalanceUsd ?? 0;
    let grossUsd = 0;
    for (const { marketId, sizeBase } of this.#account?.positions.values() ?? []) {
      const valueUsd = sizeBase * this.midUsd(marketId);
      equityUsd += valueUsd;
      grossUsd += Math.abs(valueUsd);
    }
    this.samples.push({ atMs, equityUsd, grossUsd });
  }

  #countVerdict(verdict: RiskVerdict): void {
    if (verdict.subject === 'decision' || verdict.kind === 'refused') this.verdicts[verdict.kind] += 1;
  }

  #countFault({ kind, where, message, receivedMs }: Fault): void {
    const before = this.faults[kind] ?? 0;
    this.faults[kind] = before + 1;
    if (before === 0) this.firstFaults.push(`${kind} at ${where}, ${new Date(receivedMs).toISOString()}: ${message}`);
  }

  #send(order: OrderIntent): void {
    this.orders += 1;
    const { clientId, strategy, marketId } = order;
    const midAtDecisionUsd = this.#decidedAtUsd.get(decisionKey(order)) ?? this.midUsd(marketId);
    this.#sent.set(clientId, { strategy, midAtDecisionUsd });
  }

  #report(report: ExecutionReport): void {
    if (report.kind === 'filled' || report.kind === 'partially-filled') this.#fill(report);
    if (report.kind !== 'submitted' && report.kind !== 'accepted' && report.kind !== 'partially-filled')
      this.#sent.delete(report.clientId);
  }

  #fill({ fill, marketId, clientId, receivedMs }: FillReport): void {
    const midAtFillUsd = this.midUsd(marketId);
    const { strategy, midAtDecisionUsd } = this.#sent.get(clientId) ?? { strategy: '', midAtDecisionUsd: midAtFillUsd };
    const measured = { ...fill, atMs: receivedMs, marketId, strategy, midAtDecisionUsd, midAtFillUsd };
    this.fills.push(measured);
    this.#accountOf(marketId).fill(fill, executionCost(measured));
  }

  #accountOf(marketId: MarketId): TradeAccount {
    let account = this.accounts.get(marketId);
    if (account === undefined) this.accounts.set(marketId, (account = new TradeAccount()));
    return account;
  }
}

/** An order trades what its strategy decided last of the market. */
function decisionKey({ strategy, marketId }: { readonly strategy: string; readonly marketId: MarketId }): string {
  return `${strategy} ${marketId}`;
}
