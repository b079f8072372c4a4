import {
  assertNever,
  unixMs,
  type AuditEvent,
  type ExecutionReport,
  type Fault,
  type ProcessedData,
  type RiskVerdict,
  type SignalScores,
  type StrategyDecision,
  type UnixMs,
} from '@perpstream/core';
import { withConnection } from './connection-view';
import type { DashboardModel } from './dashboard-model';
import { countEvent } from './event-rate';
import { withMarketData, withScores } from './market-table';
import { newsOf } from './news';
import { pushRing } from './ring';
import { withStream } from './stream-view';

/**
 * The model after one more audit event. Pure: neither the old model nor the event is changed, nothing else is read. Kept
 * events are those that the model shows; books are read at once and not held.
 *
 * @example const model = events.reduce(reduceAudit, dashboardModel());
 */
export function reduceAudit(model: DashboardModel, audit: AuditEvent): DashboardModel {
  const atMs = auditTimeMs(audit);
  const news = newsOf(model, audit);
  return {
    ...model,
    ...(news !== undefined && { news: pushRing(model.news, news) }),
    latestMs: unixMs(Math.max(model.latestMs ?? atMs, atMs)),
    rate: countEvent(model.rate, atMs),
    ...changeOf(model, audit),
  };
}

/** When the input that led to an audit event was received. */
export function auditTimeMs(audit: AuditEvent): UnixMs {
  return 'receivedUs' in audit.event ? unixMs(audit.event.receivedUs / 1_000) : audit.event.receivedMs;
}

function changeOf(model: DashboardModel, audit: AuditEvent): Partial<DashboardModel> {
  switch (audit.topic) {
    case 'connection':
      return { connections: withConnection(model.connections, audit.event) };
    case 'stream':
      return { streams: withStream(model.streams, audit.event) };
    case 'data':
      return dataChange(model, audit.event);
    case 'scores':
      return scoresChange(model, audit.event);
    case 'decision':
      return decisionChange(model, audit.event);
    case 'verdict':
      return verdictChange(model, audit.event);
    case 'order':
      return audit.event.kind === 'order' ? { counts: { ...model.counts, orders: model.counts.orders + 1 } } : {};
    case 'execution':
      return executionChange(model, audit.event);
    case 'position':
    case 'account-change':
    case 'protection':
      return {};
    case 'attribution':
      return { attributions: new Map(model.attributions).set(audit.event.strategy, audit.event) };
    case 'account':
      return { account: audit.event };
    case 'risk':
      return { risk: audit.event };
    case 'fault':
      return faultChange(model, audit.event);
    default:
      return assertNever(audit);
  }
}

function dataChange(model: DashboardModel, event: ProcessedData): Partial<DashboardModel> {
  const heardMs = event.receivedMs;
  switch (event.kind) {
    case 'block':
      return { heardMs, block: { height: event.height, receivedMs: event.receivedMs } };
    case 'book':
    case 'flow':
    case 'context':
    case 'forced-flow':
      return { heardMs, markets: withMarketData(model.markets, event) };
    case 'clock-skew':
      return { clockSkew: event };
    case 'status-change':
    case 'quality':
    case 'flow-window':
    case 'bar':
      // The passing of time alone may make these.
      return { markets: withMarketData(model.markets, event) };
  }
}

function scoresChange(model: DashboardModel, event: SignalScores): Partial<DashboardModel> {
  const added = Object.keys(event.scores).filter((name) => !model.signals.includes(name));
  return {
    markets: withScores(model.markets, event),
    ...(added.length > 0 && { signals: [...model.signals, ...added] }),
  };
}

function decisionChange(model: DashboardModel, decision: StrategyDecision): Partial<DashboardModel> {
  return {
    decisions: pushRing(model.decisions, { decision }),
    counts: { ...model.counts, decisions: model.counts.decisions + 1 },
  };
}

function verdictChange(model: DashboardModel, verdict: RiskVerdict): Partial<DashboardModel> {
  // An order that passes says nothing new: its decision passed before.
  if (verdict.subject === 'order' && verdict.kind === 'approved') return {};
  const { strategy, decision } = verdict.subject === 'order' ? verdict.order : verdict.decision;
  return {
    decisions: model.decisions.map((view) =>
      view.decision.strategy === strategy && view.decision.decision === decision ? { ...view, verdict } : view,
    ),
    counts: { ...model.counts, [verdict.kind]: model.counts[verdict.kind] + 1 },
  };
}

function executionChange(model: DashboardModel, report: ExecutionReport): Partial<DashboardModel> {
  switch (report.kind) {
    case 'filled':
    case 'partially-filled':
      return {
        orderReports: pushRing(model.orderReports, report),
        counts: { ...model.counts, fills: model.counts.fills + 1 },
      };
    case 'expired':
    case 'rejected':
    case 'unknown':
      return { orderReports: pushRing(model.orderReports, report) };
    case 'submitted':
    case 'accepted':
    case 'cancelled':
      return {};
  }
}

function faultChange(model: DashboardModel, fault: Fault): Partial<DashboardModel> {
  return {
    faults: pushRing(model.faults, fault),
    faultCounts: new Map(model.faultCounts).set(fault.kind, (model.faultCounts.get(fault.kind) ?? 0) + 1),
  };
}
