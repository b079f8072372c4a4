import type { Fault } from '@perpstream/core';
import type { DashboardModel } from '../view-model/dashboard-model';
import { clockText } from './format-time';
import type { Section } from './section';
import { fillLine, fitLine, span, type TextLine } from './text-line';

/** Counts by kind in the heading, most frequent first; below it the latest messages. */
export function faultSection({ faults, faultCounts }: DashboardModel): Section {
  return {
    wanted: faults.length,
    least: 1,
    weight: 1,
    draw: (rows, width) => [
      fillLine(faultHeading(faultCounts), width, 'column'),
      ...faults.slice(0, rows).map((fault) => fitLine(faultLine(fault), width)),
    ],
  };
}

function faultHeading(counts: DashboardModel['faultCounts']): TextLine {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return [span('NO FAULT', 'heading')];
  const kinds = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
  return [span(`FAULTS ${total}`, 'heading'), span(`  ${kinds.join(' · ')}`, 'column')];
}

function faultLine({ receivedMs, kind, where, message }: Fault): TextLine {
  return [span(`${clockText(receivedMs)}  `, 'faint'), span(kind, 'bad'), span(`  ${where}: ${message}`)];
}
