import type { UnixMs } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { linkHealth } from '../view-model/link-health';
import { fixedText, percentText, signedUsdText, usdText } from './format-number';
import { clockText } from './format-time';
import { healthText } from './header-lines';
import { printable } from './text-line';

/** Everything of importance in one line: link, markets by quality, block, counts, account, faults. */
export function statusLine(model: DashboardModel, nowMs: UnixMs): string {
  const { counts, account, risk, block } = model;
  const parts = [
    healthText(linkHealth(model, nowMs)),
    marketsText(model),
    ...(block === undefined ? [] : [`block ${fixedText(block.height, 0)}`]),
    `events ${fixedText(model.rate.total, 0)}`,
    `decisions ${counts.decisions} (${counts.approved} approved, ${counts.trimmed} trimmed, ${counts.refused} refused)`,
    `orders ${counts.orders}, fills ${counts.fills}, positions ${account?.positions.size ?? 0}`,
    ...(risk === undefined ? [] : [`equity ${usdText(risk.equityUsd)}, day ${signedUsdText(risk.dayPnlUsd)}`]),
    ...(risk === undefined
      ? []
      : [`leverage ${fixedText(risk.leverage, 2)}x, margin ${percentText(risk.marginUsage)}`]),
    ...(risk?.isHalted === true ? ['HALTED'] : []),
    faultsText(model),
  ];
  return printable(`${clockText(nowMs)} status ${parts.join(' · ')}`);
}

function marketsText({ markets }: DashboardModel): string {
  const levels = (['live', 'stale', 'syncing'] as const)
    .map((level) => ({ level, count: markets.rows.filter(({ quality }) => quality?.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`);
  return `markets ${markets.rows.length}${levels.length === 0 ? '' : ` (${levels.join(', ')})`}`;
}

function faultsText({ faultCounts }: DashboardModel): string {
  if (faultCounts.size === 0) return 'no fault';
  return `faults ${[...faultCounts].map(([kind, count]) => `${kind} ${count}`).join(', ')}`;
}
