import type { UnixMs } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { accountLines } from './account-lines';
import { decisionSection } from './decision-section';
import { faultSection } from './fault-section';
import { linkLine, streamLines, titleLine } from './header-lines';
import { marketSection } from './market-section';
import { newsSection } from './news-section';
import { orderSection } from './order-section';
import { positionSection } from './position-section';
import { besideSections, shareRows, type Section } from './section';
import { strategySection } from './strategy-section';
import type { TextLine } from './text-line';

/** From this width on, decisions and fills stand side by side. */
const TWO_PANES = 120;

/** The extent of a terminal in character cells. */
export type TerminalSize = { readonly columns: number; readonly rows: number };

/**
 * The whole screen: exactly `rows` lines, none wider than `columns`. On a small one rows and columns are given up in order
 * of importance; nothing wraps.
 */
export function screenLines(
  model: DashboardModel,
  { columns, rows }: TerminalSize,
  title: string,
  nowMs: UnixMs,
): readonly TextLine[] {
  const top = [
    titleLine(model, title, nowMs, columns),
    linkLine(model, nowMs, columns),
    ...streamLines(model, nowMs, columns),
    ...accountLines(model, columns),
  ].slice(0, rows);
  const sections = sectionsOf(model, nowMs, columns);
  const shares = shareRows(sections, rows - top.length);
  const below = sections.flatMap(({ draw }, index) => {
    const share = shares[index] ?? -1;
    return share < 0 ? [] : draw(share, columns);
  });
  const lines = [...top, ...below];
  return [...lines, ...Array.from({ length: Math.max(0, rows - lines.length) }, (): TextLine => [])];
}

function sectionsOf(model: DashboardModel, nowMs: UnixMs, columns: number): readonly Section[] {
  const decisions = decisionSection(model);
  const orders = orderSection(model);
  return [
    marketSection(model, nowMs),
    positionSection(model),
    ...(model.attributions.size > 2 ? [strategySection(model)] : []),
    ...(columns >= TWO_PANES ? [besideSections(decisions, orders, 0.55)] : [decisions, orders]),
    ...(model.news.length === 0 ? [] : [newsSection(model)]),
    faultSection(model),
  ];
}
