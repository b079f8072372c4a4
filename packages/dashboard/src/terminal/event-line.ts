import {
  assertNever,
  type AuditEvent,
  type CancelIntent,
  type ConnectionState,
  type DataQuality,
  type ExecutionReport,
  type OrderIntent,
  type RiskVerdict,
  type StrategyDecision,
} from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { marketView } from '../view-model/market-table';
import { isCorrection, newsOf } from '../view-model/news';
import { auditTimeMs } from '../view-model/reduce-audit';
import { quoteText, reasonsText, verdictText, wantText } from './event-text';
import { priceText, sizeText } from './format-number';
import { ageText, clockText } from './format-time';
import { correctionText, newsText } from './news-section';
import { reportText } from './order-section';
import { printable } from './text-line';

/** What an event says to a person, with its time of day; undefined when it is not worth a line. */
export function eventLine(model: DashboardModel, audit: AuditEvent): string | undefined {
  const text = textOf(model, audit);
  return text === undefined ? undefined : printable(`${clockText(auditTimeMs(audit))} ${text}`);
}

function textOf(model: DashboardModel, audit: AuditEvent): string | undefined {
  switch (audit.topic) {
    case 'connection':
      return `connection ${connectionText(audit.event.state, audit.event.receivedUs / 1_000)}`;
    case 'data':
      return dataText(model, audit);
    case 'stream': {
      const news = newsOf(model, audit);
      return news && newsText(news);
    }
    case 'decision':
      return decisionText(audit.event);
    case 'verdict':
      return riskText(audit.event);
    case 'order':
      return orderText(audit.event);
    case 'execution':
      return executionText(audit.event);
    case 'fault':
      return `fault ${audit.event.kind} ${audit.event.where}: ${audit.event.message}`;
    case 'scores':
    case 'position':
    case 'account':
    case 'attribution':
      return undefined;
    case 'account-change':
    case 'protection':
      return newsText(audit.event);
    case 'risk':
      return haltText(model, audit.event.isHalted);
    default:
      return assertNever(audit);
  }
}

function connectionText(state: ConnectionState, atMs: number): string {
  switch (state.kind) {
    case 'connecting':
      return `${state.connection} connecting, attempt ${state.attempt}`;
    case 'open':
      return `${state.connection} open`;
    case 'degraded':
      return `${state.connection} silent for ${ageText(state.silentMs)}`;
    case 'waiting':
      return `${state.connection} lost: ${state.reason}; retry ${state.attempt} in ${ageText(state.retryAtMs - atMs)}`;
    case 'circuit-open':
      return `${state.connection} given up for now: ${state.reason}; probe in ${ageText(state.probeAtMs - atMs)}`;
    case 'closed':
      return `${state.connection} closed: ${state.reason}`;
  }
}

/** Changes of the level, with the audit that led to it, and what else is news. */
function dataText(model: DashboardModel, audit: Extract<AuditEvent, { readonly topic: 'data' }>): string | undefined {
  const { event } = audit;
  if (event.kind === 'quality' && isNewLevel(model, event)) {
    const audited = isCorrection(model, event) ? `; audit: ${correctionText(event)}` : '';
    return `quality ${event.marketId} ${event.level}: ${event.reason}${audited}`;
  }
  const news = newsOf(model, audit);
  return news && newsText(news);
}

/** That a market starts by syncing is not worth a line. */
function isNewLevel({ markets }: DashboardModel, { marketId, level }: DataQuality): boolean {
  return level !== (marketView(markets, marketId)?.quality?.level ?? 'syncing');
}

function decisionText(decision: StrategyDecision): string {
  const { strategy, marketId, confidence, reasons } = decision;
  const want =
    decision.kind === 'quotes' ? quoteText(decision) : `${wantText(decision)} USD`.replace('flat USD', 'flat');
  const why = reasons.length === 0 ? '' : ` because ${reasonsText(reasons)}`;
  return `decision ${decision.decision} ${strategy} ${marketId} ${want}, confidence ${Math.round(confidence * 100)}%${why}`;
}

function riskText(verdict: RiskVerdict): string | undefined {
  const details = verdictText(verdict);
  const why = details === '' ? '' : `: ${details}`;
  if (verdict.subject === 'decision') {
    return `verdict ${verdict.decision.decision} ${verdict.marketId} ${verdict.kind}${why}`;
  }
  return verdict.kind === 'approved'
    ? undefined
    : `verdict order ${verdict.order.clientId} ${verdict.marketId} refused${why}`;
}

function orderText(order: OrderIntent | CancelIntent): string {
  if (order.kind === 'cancel') return `cancel ${order.clientId} ${order.marketId}: ${order.reason}`;
  const { clientId, marketId, side, sizeBase, priceUsd, timeInForce, reduceOnly } = order;
  const reduce = reduceOnly ? ' reduce-only' : '';
  return `order ${clientId} ${marketId} ${side} ${sizeText(sizeBase)} @ ${priceText(priceUsd)} ${timeInForce}${reduce}`;
}

function executionText(report: ExecutionReport): string | undefined {
  switch (report.kind) {
    case 'submitted':
    case 'accepted':
      return undefined;
    case 'filled':
    case 'partially-filled':
      return `fill ${report.clientId} ${report.marketId} ${reportText(report)}`;
    case 'cancelled':
    case 'expired':
    case 'rejected':
    case 'unknown':
      return `order ${report.clientId} ${report.marketId} ${report.kind}: ${report.reason}`;
  }
}

function haltText(model: DashboardModel, isHalted: boolean): string | undefined {
  if (isHalted === (model.risk?.isHalted ?? false)) return undefined;
  return isHalted ? 'risk HALTED: new exposure is refused' : 'risk resumed: new exposure is allowed';
}
