import type { DashboardModel } from '../view-model/dashboard-model';
import { positionViews, type PositionView } from '../view-model/position-view';
import { gainTone } from './account-lines';
import { NONE, percentText, priceText, signedPercentText, signedUsdText, sizeText, usdText } from './format-number';
import type { Section } from './section';
import { tableLines, type Column } from './table';
import { headingLine, span, type Span } from './text-line';

/** The open positions, nearest to liquidation first. */
export function positionSection(model: DashboardModel): Section {
  const views = positionViews(model);
  return {
    wanted: views.length,
    least: 3,
    weight: 4,
    draw: (rows, width) => {
      const hidden = views.length - rows;
      if (views.length === 0) return [headingLine('NO POSITION', width)];
      const title = hidden > 0 ? `POSITIONS+${hidden}` : 'POSITIONS';
      return tableLines(positionColumns(title), views.slice(0, rows), width);
    },
  };
}

function positionColumns(title: string): readonly Column<PositionView>[] {
  return [
    { title, width: 12, sacrifice: 0, cell: ({ marketId }) => span(marketId, 'strong') },
    { title: 'SIDE', width: 5, sacrifice: 1, cell: ({ sizeBase }) => span(sizeBase > 0 ? 'long' : 'short') },
    {
      title: 'SIZE',
      width: 9,
      align: 'right',
      sacrifice: 2,
      cell: ({ sizeBase }) => span(sizeText(Math.abs(sizeBase))),
    },
    {
      title: 'ENTRY',
      width: 10,
      align: 'right',
      sacrifice: 4,
      cell: ({ entryPriceUsd }) => span(priceText(entryPriceUsd)),
    },
    {
      title: 'MARK',
      width: 10,
      align: 'right',
      sacrifice: 5,
      cell: ({ markPriceUsd }) => span(priceText(markPriceUsd)),
    },
    {
      title: 'P&L',
      width: 10,
      align: 'right',
      sacrifice: 0,
      cell: ({ unrealizedPnlUsd }) => span(signedUsdText(unrealizedPnlUsd), gainTone(unrealizedPnlUsd)),
    },
    {
      title: 'LIQ',
      width: 10,
      align: 'right',
      sacrifice: 3,
      cell: ({ liquidationPriceUsd }) => span(priceText(liquidationPriceUsd)),
    },
    { title: 'DIST', width: 6, align: 'right', sacrifice: 0, cell: distanceCell },
    {
      title: 'P&L %',
      width: 7,
      align: 'right',
      sacrifice: 6,
      cell: (view) => span(signedPercentText(returnOf(view), 2)),
    },
    { title: 'NOTIONAL', width: 11, align: 'right', sacrifice: 7, cell: (view) => span(usdText(notionalUsd(view))) },
  ];
}

/** Distance to liquidation: a caution below 20 %, bad below 10 %, an alarm below 5 %. */
function distanceCell({ liquidationDistance }: PositionView): Span {
  if (liquidationDistance === undefined || Number.isNaN(liquidationDistance)) return span(NONE, 'faint');
  if (liquidationDistance === Infinity) return span('none', 'faint');
  if (liquidationDistance < 0) return span('passed', 'alarm');
  const text = percentText(liquidationDistance);
  if (liquidationDistance < 0.05) return span(text, 'alarm');
  if (liquidationDistance < 0.1) return span(text, 'bad');
  return span(text, liquidationDistance < 0.2 ? 'caution' : 'plain');
}

function notionalUsd({ markPriceUsd, sizeBase }: PositionView): number | undefined {
  return markPriceUsd === undefined ? undefined : sizeBase * markPriceUsd;
}

function returnOf({ unrealizedPnlUsd, sizeBase, entryPriceUsd }: PositionView): number | undefined {
  const costUsd = Math.abs(sizeBase) * entryPriceUsd;
  return unrealizedPnlUsd === undefined || costUsd === 0 ? undefined : unrealizedPnlUsd / costUsd;
}
