import type { ExecutionReport } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { priceText, sizeText, usdText } from './format-number';
import { clockText } from './format-time';
import type { Section } from './section';
import { tableLines, type Column } from './table';
import { headingLine, span, type Span } from './text-line';

/** Columns before the details, with their gaps. */
const FIXED = 30;

/** The latest fills, and orders that ended badly. */
export function orderSection({ orderReports }: DashboardModel): Section {
  return {
    wanted: orderReports.length,
    least: 2,
    weight: 2,
    draw: (rows, width) => {
      if (orderReports.length === 0) return [headingLine('NO FILL', width)];
      return tableLines(orderColumns('FILLS', width), orderReports.slice(0, rows), width);
    },
  };
}

function orderColumns(title: string, width: number): readonly Column<ExecutionReport>[] {
  return [
    { title, width: 9, sacrifice: 0, cell: ({ receivedMs }) => span(clockText(receivedMs), 'faint') },
    { title: 'MARKET', width: 9, sacrifice: 0, cell: ({ marketId }) => span(marketId) },
    { title: 'ORDER', width: 8, sacrifice: 1, cell: kindCell },
    { title: '', width: Math.max(8, width - FIXED), sacrifice: 0, cell: (report) => span(reportText(report)) },
  ];
}

function kindCell({ kind }: ExecutionReport): Span {
  if (kind === 'partially-filled') return span('partial');
  return span(kind, kind === 'rejected' || kind === 'unknown' ? 'bad' : 'plain');
}

/** What an order did: `buy 0.0123 @ 61,800.0 taker, fee 0.31`, or why it ended. */
export function reportText(report: ExecutionReport): string {
  switch (report.kind) {
    case 'filled':
    case 'partially-filled': {
      const { side, sizeBase, priceUsd, liquidity, feeUsd } = report.fill;
      return `${side} ${sizeText(sizeBase)} @ ${priceText(priceUsd)} ${liquidity}, fee ${usdText(feeUsd)}`;
    }
    case 'submitted':
      return `${report.order.side} ${sizeText(report.order.sizeBase)} @ ${priceText(report.order.priceUsd)}`;
    case 'accepted':
      return `until block ${report.goodTilBlock}`;
    case 'cancelled':
    case 'expired':
    case 'rejected':
    case 'unknown':
      return report.reason;
  }
}
