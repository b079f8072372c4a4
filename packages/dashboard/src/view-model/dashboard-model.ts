import type {
  AccountState,
  Attribution,
  ClockSkew,
  ExecutionReport,
  Fault,
  FaultKind,
  RiskState,
  RiskVerdict,
  StrategyDecision,
  UnixMs,
} from '@perpstream/core';
import type { ConnectionView } from './connection-view';
import { noEvents, type EventRate } from './event-rate';
import { emptyMarketTable, type MarketTable } from './market-table';
import type { News } from './news';
import { emptyStreamTable, type StreamTable } from './stream-view';

/** A decision with the last word of the risk layer on it; without one while it is being judged. */
export type DecisionView = { readonly decision: StrategyDecision; readonly verdict?: RiskVerdict };

/** How often things happened since the start. */
export type Counts = {
  readonly decisions: number;
  readonly approved: number;
  readonly trimmed: number;
  readonly refused: number;
  readonly orders: number;
  readonly fills: number;
};

/**
 * What the dashboard knows. Immutable: a new event makes a new model that shares what did not change. Bounded: the last
 * few decisions, order reports and faults are kept, newest first, and one row per market, connection and kind of fault.
 */
export type DashboardModel = {
  /** Receive time of the newest event; undefined before the first. */
  readonly latestMs: UnixMs | undefined;
  /** Receive time of the newest block, book, trade or market fact: the last sign of life of the exchange. */
  readonly heardMs: UnixMs | undefined;
  readonly rate: EventRate;
  readonly connections: ReadonlyMap<number, ConnectionView>;
  readonly streams: StreamTable;
  /** The latest estimate of the clock; undefined before the first. */
  readonly clockSkew: ClockSkew | undefined;
  readonly block: { readonly height: number; readonly receivedMs: UnixMs } | undefined;
  readonly markets: MarketTable;
  /** Names of all signals seen, in order of their first appearance. */
  readonly signals: readonly string[];
  readonly account: AccountState | undefined;
  readonly risk: RiskState | undefined;
  /** What each strategy holds and has paid, by name; '' is the owner of the account. Empty without a desk of strategies. */
  readonly attributions: ReadonlyMap<string, Attribution>;
  readonly counts: Counts;
  readonly decisions: readonly DecisionView[];
  /** Fills and orders that ended without one. */
  readonly orderReports: readonly ExecutionReport[];
  /** Status changes, streams that are refused or come back, audits that corrected a book; newest first. */
  readonly news: readonly News[];
  readonly faults: readonly Fault[];
  readonly faultCounts: ReadonlyMap<FaultKind, number>;
};

/** What the dashboard knows before the first event: nothing. */
export function dashboardModel(): DashboardModel {
  return {
    latestMs: undefined,
    heardMs: undefined,
    rate: noEvents,
    connections: new Map(),
    streams: emptyStreamTable,
    clockSkew: undefined,
    block: undefined,
    markets: emptyMarketTable,
    signals: [],
    account: undefined,
    risk: undefined,
    attributions: new Map(),
    counts: { decisions: 0, approved: 0, trimmed: 0, refused: 0, orders: 0, fills: 0 },
    decisions: [],
    orderReports: [],
    news: [],
    faults: [],
    faultCounts: new Map(),
  };
}
