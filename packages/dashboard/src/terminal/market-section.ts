import type { MarketStatus, UnixMs } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import type { MarketView } from '../view-model/market-table';
import { compactText, fixedText, NONE, priceText, signedPercentText } from './format-number';
import { ageText } from './format-time';
import { scoreBar, scoreGlyph } from './score-cell';
import type { Section } from './section';
import { shortName } from './short-name';
import { tableLines, type Column } from './table';
import { headingLine, span, type Span } from './text-line';

/** Columns of a score with its gap, as a bar under its full name, and of all else: where there is room, scores are bars. */
const BAR = 11;
const WITHOUT_SCORES = 66;

/** Below this a quality is told in colour. */
const POOR_QUALITY = 0.8;

/** A live market that was not heard for so long is shown as if in doubt. */
const DOUBT_MS = 5_000;

const STATUS_NAMES: Readonly<Record<Exclude<MarketStatus, 'ACTIVE'>, string>> = {
  PAUSED: 'paused',
  CANCEL_ONLY: 'cancel only',
  POST_ONLY: 'post only',
  INITIALIZING: 'starting',
  FINAL_SETTLEMENT: 'settling',
  DELISTED: 'delisted',
  UNKNOWN: 'unknown',
};

/** The markets: those with a position or open order first, then by volume. What does not fit is counted in the heading. */
export function marketSection(model: DashboardModel, nowMs: UnixMs): Section {
  return {
    wanted: model.markets.rows.length,
    least: 3,
    weight: 3,
    draw: (rows, width) => {
      if (model.markets.rows.length === 0) return [headingLine('NO MARKET', width)];
      const shown = byRelevance(model).slice(0, rows);
      const hidden = model.markets.rows.length - shown.length;
      const title = hidden > 0 ? `MARKETS+${hidden}` : 'MARKETS';
      return tableLines(marketColumns(title, model.signals, nowMs, width), shown, width);
    },
  };
}

function byRelevance({ markets, account }: DashboardModel): readonly MarketView[] {
  const ordered = new Set([...(account?.openOrders.values() ?? [])].map(({ marketId }) => marketId));
  const rank = ({ marketId }: MarketView): number => {
    if (account?.positions.has(marketId) === true) return 0;
    return ordered.has(marketId) ? 1 : 2;
  };
  const volume = ({ volume24hUsd }: MarketView): number => volume24hUsd ?? 0;
  const byName = (a: MarketView, b: MarketView): number => (a.marketId < b.marketId ? -1 : 1);
  return markets.rows.toSorted((a, b) => rank(a) - rank(b) || volume(b) - volume(a) || byName(a, b));
}

function marketColumns(
  title: string,
  signals: readonly string[],
  nowMs: UnixMs,
  width: number,
): readonly Column<MarketView>[] {
  const isWide = width >= WITHOUT_SCORES + BAR * Math.max(4, signals.length);
  const scoreWidth = isWide ? BAR - 1 : 4;
  const drawScore = isWide ? scoreBar : scoreGlyph;
  return [
    { title, width: isWide ? 14 : 11, sacrifice: 0, cell: ({ marketId }) => span(marketId, 'strong') },
    { title: 'MID', width: 10, align: 'right', sacrifice: 1, cell: ({ midUsd }) => span(priceText(midUsd)) },
    { title: 'BPS', width: 5, align: 'right', sacrifice: 4, cell: ({ spreadBps }) => span(fixedText(spreadBps, 2)) },
    { title: 'DATA', width: 11, align: 'right', sacrifice: 0, cell: (row) => dataCell(row, nowMs) },
    { title: 'QUAL', width: 4, align: 'right', sacrifice: 7, cell: ({ quality }) => qualityCell(quality?.value) },
    { title: 'FIXED', width: 5, align: 'right', sacrifice: 9, cell: ({ audits }) => correctedCell(audits) },
    ...signals.map((name) => ({
      title: isWide ? name.slice(0, scoreWidth) : shortName(name),
      width: scoreWidth,
      sacrifice: 5,
      cell: ({ scores }: MarketView) => drawScore(scores[name], scoreWidth),
    })),
    {
      title: 'FUND/h',
      width: 8,
      align: 'right',
      sacrifice: 6,
      cell: ({ nextFundingRate1h }) => span(signedPercentText(nextFundingRate1h, 4)),
    },
    {
      title: 'ORACLE',
      width: 10,
      align: 'right',
      sacrifice: 3,
      cell: ({ oraclePriceUsd }) => span(priceText(oraclePriceUsd)),
    },
    {
      title: 'VOL 24h',
      width: 8,
      align: 'right',
      sacrifice: 8,
      cell: ({ volume24hUsd }) => span(compactText(volume24hUsd)),
    },
  ];
}

/** Cut, not rounded: 1.00 means that nothing speaks against the data. */
function qualityCell(value: number | undefined): Span {
  if (value === undefined) return span(NONE, 'faint');
  return span((Math.floor(value * 100) / 100).toFixed(2), value < POOR_QUALITY ? 'caution' : 'plain');
}

/** Levels of the book that audits found wrong and corrected. */
function correctedCell(audits: MarketView['audits']): Span {
  if (audits === undefined) return span(NONE, 'faint');
  return span(compactText(audits.correctedLevels), audits.correctedLevels > 0 ? 'caution' : 'plain');
}

function dataCell({ quality, dataMs, status }: MarketView, nowMs: UnixMs): Span {
  if (status !== undefined && status !== 'ACTIVE') return span(STATUS_NAMES[status], 'caution');
  const ageMs = dataMs === undefined ? undefined : nowMs - dataMs;
  const age = ageMs === undefined ? '' : ` ${ageText(ageMs)}`;
  switch (quality?.level) {
    case undefined:
      return ageMs === undefined ? span(NONE, 'faint') : span(age.trimStart());
    case 'syncing':
      return span(`sync${age}`, 'caution');
    case 'dirty':
      return span(`DIRTY${age}`, 'alarm');
    case 'stale':
      return span(`STALE${age}`, 'alarm');
    case 'live':
      return span(`live${age}`, ageMs !== undefined && ageMs > DOUBT_MS ? 'bad' : 'plain');
  }
}
