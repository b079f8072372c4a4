import type { UnixMs } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { linkHealth } from '../view-model/link-health';
import { streamHealth } from '../view-model/stream-health';
import { fixedText, percentText, signedUsdText, usdText } from './format-number';
import { clockText } from './format-time';
import { healthText, skewText } from './header-lines';
import { streamCountsText, streamTroubleText, uptimeText } from './stream-text';
import { printable } from './text-line';

/** Everything of importance in one line: link, markets by quality, block, counts, account, faults. */
export function statusLine(model: DashboardModel, nowMs: UnixMs): string {
  const { counts, account, risk, block } = model;
  const parts = [
    healthText(linkHealth(model, nowMs)),
    marketsText(model),
    ...feedTexts(model, nowMs),
    ...(block === undefined ? [] : [`block ${fixedText(block.height, 0)}`]),
    `events ${fixedText(model.rate.total, 0)}`,
    `decisions ${counts.decisions} (${counts.approved} approved, ${counts.trimmed} trimmed, ${counts.refused} refused)`,
    `orders ${counts.orders}, fills ${counts.fills}, positions ${account?.positions.size ?? 0}`,
    ...(risk === undefined ? [] : [`equity ${usdText(risk.equityUsd)}, day ${signedUsdText(risk.dayPnlUsd)}`]),
    ...(risk === undefined
      ? []
      : [`leverage ${fixedText(risk.leverage, 2)}x, margin ${percentText(risk.marginUsage)}`]),
    ...(risk === undefined || risk.level === 'safe' ? [] : [risk.level.toUpperCase()]),
    ...(risk?.isHalted === true ? ['HALTED'] : []),
    faultsText(model),
  ];
  return printable(`${clockText(nowMs)} status ${parts.join(' · ')}`);
}

function feedTexts({ streams, clockSkew, markets }: DashboardModel, nowMs: UnixMs): string[] {
  const health = streamHealth(streams, nowMs);
  const corrected = markets.rows.reduce((sum, { audits }) => sum + (audits?.correctedLevels ?? 0), 0);
  return [
    ...(health.total === 0 ? [] : [`streams ${streamCountsText(health)}`]),
    ...(health.uptime === undefined ? [] : [`uptime ${uptimeText(health.uptime)}`]),
    ...(health.worst === undefined ? [] : [streamTroubleText(health.worst, nowMs)]),
    ...(clockSkew === undefined ? [] : [skewText(clockSkew)]),
    ...(corrected === 0 ? [] : [`${fixedText(corrected, 0)} levels corrected`]),
  ];
}

function marketsText({ markets }: DashboardModel): string {
  const levels = (['live', 'dirty', 'stale', 'syncing'] as const)
    .map((level) => ({ level, count: markets.rows.filter(({ quality }) => quality?.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`);
  return `markets ${markets.rows.length}${levels.length === 0 ? '' : ` (${levels.join(', ')})`}`;
}

function faultsText({ faultCounts }: DashboardModel): string {
  if (faultCounts.size === 0) return 'no fault';
  return `faults ${[...faultCounts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`;
}
