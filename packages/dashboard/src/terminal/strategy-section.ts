import type { DashboardModel } from '../view-model/dashboard-model';
import { strategyViews, type StrategyView } from '../view-model/strategy-view';
import { gainTone } from './account-lines';
import { compactText, signedUsdText } from './format-number';
import type { Section } from './section';
import { tableLines, type Column } from './table';
import { span } from './text-line';

/** What each strategy on the account holds and has earned; only where there are several. */
export function strategySection(model: DashboardModel): Section {
  const views = strategyViews(model);
  return {
    wanted: views.length,
    least: 2,
    weight: 1,
    draw: (rows, width) => tableLines(strategyColumns(), views.slice(0, rows), width),
  };
}

function strategyColumns(): readonly Column<StrategyView>[] {
  return [
    {
      title: 'STRATEGIES',
      width: 18,
      sacrifice: 0,
      cell: ({ strategy }) => span(strategy === '' ? 'others' : strategy, 'strong'),
    },
    {
      title: 'P&L',
      width: 10,
      align: 'right',
      sacrifice: 0,
      cell: ({ pnlUsd }) => span(signedUsdText(pnlUsd), gainTone(pnlUsd)),
    },
    { title: 'GROSS', width: 8, align: 'right', sacrifice: 1, cell: ({ grossUsd }) => span(compactText(grossUsd)) },
    { title: 'NET', width: 8, align: 'right', sacrifice: 2, cell: ({ netUsd }) => span(compactText(netUsd)) },
    { title: 'MARKETS', width: 7, align: 'right', sacrifice: 3, cell: ({ markets }) => span(String(markets)) },
  ];
}
