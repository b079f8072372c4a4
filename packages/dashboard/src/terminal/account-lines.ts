import type { DashboardModel } from '../view-model/dashboard-model';
import { positionViews } from '../view-model/position-view';
import { fixedText, NONE, percentText, signedUsdText, usdText } from './format-number';
import { ageText } from './format-time';
import { levelTone, locksText } from './risk-text';
import { fitLine, lineWidth, span, type Span, type TextLine, type Tone } from './text-line';

const GAP = 3;

type Item = readonly [name: string, value: string, tone: Tone];

/** The tone of a gain or loss; none for zero. */
export function gainTone(usd: number | undefined): Tone {
  if (usd === undefined || Number.isNaN(usd) || usd === 0) return 'plain';
  return usd > 0 ? 'good' : 'bad';
}

/** Two lines on the account: results above, margin below. What does not fit is left out from the right. */
export function accountLines(model: DashboardModel, width: number): readonly TextLine[] {
  const { account, risk } = model;
  const openPnlUsd = unrealizedUsd(model);
  const halted: readonly Item[] = risk?.isHalted === true ? [['', 'HALTED', 'alarm']] : [];
  const { locks = [], level = 'safe', timeToLiquidationMs: leftMs = Infinity } = risk ?? {};
  const danger: readonly Item[] = [
    ...(level === 'safe' ? [] : [['', level.toUpperCase(), levelTone(level)] as const]),
    ...(leftMs === Infinity ? [] : [['LIQUIDATION IN', ageText(leftMs), levelTone(level)] as const]),
  ];
  const results: readonly Item[] = [
    ['EQUITY', usdText(risk?.equityUsd ?? account?.quoteBalanceUsd), 'strong'],
    ['DAY', signedUsdText(risk?.dayPnlUsd), gainTone(risk?.dayPnlUsd)],
    ['REALISED', signedUsdText(account?.realizedPnlUsd), gainTone(account?.realizedPnlUsd)],
    ['FEES', usdText(account?.feesUsd), 'plain'],
    ['FUNDING', signedUsdText(account?.fundingUsd), gainTone(account?.fundingUsd)],
    ['UNREALISED', signedUsdText(openPnlUsd), gainTone(openPnlUsd)],
  ];
  const margin: readonly Item[] = [
    ...halted,
    ...danger,
    ['LEVERAGE', risk === undefined ? NONE : `${fixedText(risk.leverage, 2)}x`, 'plain'],
    ['MARGIN', percentText(risk?.marginUsage), marginTone(risk?.marginUsage)],
    ['FREE', usdText(risk?.freeCollateralUsd), (risk?.freeCollateralUsd ?? 0) < 0 ? 'bad' : 'plain'],
    ['GROSS', usdText(risk?.grossNotionalUsd), 'plain'],
    ['OPEN ORDERS', account === undefined ? NONE : String(account.openOrders.size), 'plain'],
    ...(locks.length === 0 ? [] : [['LOCKED', locksText(locks, risk?.receivedMs ?? 0), 'caution'] as const]),
  ];
  return [itemsLine(results, width), itemsLine(margin, width)];
}

function unrealizedUsd(model: DashboardModel): number | undefined {
  if (model.account === undefined) return undefined;
  return positionViews(model).reduce((sum, { unrealizedPnlUsd }) => sum + (unrealizedPnlUsd ?? 0), 0);
}

function marginTone(usage: number | undefined): Tone {
  if (usage === undefined || usage < 0.5) return 'plain';
  return usage < 0.8 ? 'caution' : 'bad';
}

function itemsLine(items: readonly Item[], width: number): TextLine {
  const line: Span[] = [];
  for (const [name, value, tone] of items) {
    const item = [...(name === '' ? [] : [span(`${name} `, 'faint')]), span(value, tone)];
    const gap = line.length === 0 ? [] : [span(' '.repeat(GAP))];
    if (line.length > 0 && lineWidth([...line, ...gap, ...item]) > width) break;
    line.push(...gap, ...item);
  }
  return fitLine(line, width);
}
