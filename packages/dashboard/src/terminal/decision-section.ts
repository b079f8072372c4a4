import type { DashboardModel, DecisionView } from '../view-model/dashboard-model';
import { quoteText, reasonsText, verdictText, wantText } from './event-text';
import { clockText } from './format-time';
import type { Section } from './section';
import { tableLines, type Column } from './table';
import { headingLine, span, type Span, type Tone } from './text-line';

/** Columns before the reasons, with their gaps. */
const FIXED = 45;

/** The latest decisions with the verdict on them and, in one line, why. */
export function decisionSection({ decisions }: DashboardModel): Section {
  return {
    wanted: decisions.length,
    least: 2,
    weight: 3,
    draw: (rows, width) => {
      if (decisions.length === 0) return [headingLine('NO DECISION', width)];
      return tableLines(decisionColumns('DECISIONS', width), decisions.slice(0, rows), width);
    },
  };
}

function decisionColumns(title: string, width: number): readonly Column<DecisionView>[] {
  return [
    { title, width: 11, sacrifice: 0, cell: ({ decision }) => span(clockText(decision.receivedMs), 'faint') },
    { title: 'MARKET', width: 9, sacrifice: 0, cell: ({ decision }) => span(decision.marketId) },
    { title: 'WANTS', width: 8, align: 'right', sacrifice: 0, cell: ({ decision }) => span(wantText(decision)) },
    { title: 'CONF', width: 4, align: 'right', sacrifice: 2, cell: ({ decision }) => span(confidence(decision)) },
    { title: 'VERDICT', width: 8, sacrifice: 0, cell: verdictCell },
    { title: 'WHY', width: Math.max(8, width - FIXED), sacrifice: 1, cell: (view) => span(whyText(view)) },
  ];
}

function confidence({ confidence: value }: DecisionView['decision']): string {
  return `${Math.round(value * 100)}%`;
}

const VERDICT_TONES = { approved: 'good', trimmed: 'caution', refused: 'bad' } as const satisfies Record<string, Tone>;

function verdictCell({ verdict }: DecisionView): Span {
  return verdict === undefined ? span('', 'faint') : span(verdict.kind, VERDICT_TONES[verdict.kind]);
}

/** The limits first, then the quotes, then the reasons: what is cut is what matters least. */
function whyText({ decision, verdict }: DecisionView): string {
  const parts = [verdict === undefined ? '' : verdictText(verdict), quoteText(decision), reasonsText(decision.reasons)];
  return parts.filter((part) => part !== '').join(' · ');
}
