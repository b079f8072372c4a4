import type { LimitHit, Reason, RiskVerdict, StrategyDecision } from '@perpstream/core';
import { priceText, signedText, sizeText, valueText } from './format-number';

/** What a decision wants, in a few columns: `+5,000`, `flat`, `quotes`. */
export function wantText(decision: StrategyDecision): string {
  if (decision.kind === 'quotes') return 'quotes';
  return decision.targetNotionalUsd === 0 ? 'flat' : signedText(decision.targetNotionalUsd, 0);
}

/** The two sides of a quote: `bid 0.1 @ 61,800.0, no ask`. */
export function quoteText(decision: StrategyDecision): string {
  if (decision.kind !== 'quotes') return '';
  const side = (name: 'bid' | 'ask'): string => {
    const quote = decision[name];
    return quote === undefined ? `no ${name}` : `${name} ${sizeText(quote.sizeBase)} @ ${priceText(quote.priceUsd)}`;
  };
  return `${side('bid')}, ${side('ask')}`;
}

/** The limits that bit: `max-leverage 6.2 > 5`; the message where a value is no number. */
export function limitsText(by: readonly LimitHit[]): string {
  return by.map(limitText).join(', ');
}

function limitText({ limit, value, bound, message }: LimitHit): string {
  if (!Number.isFinite(value) || !Number.isFinite(bound)) return `${limit}: ${message}`;
  const sign = value > bound ? '>' : value < bound ? '<' : '=';
  return `${limit} ${valueText(value)} ${sign} ${valueText(bound)}`;
}

/** The reasons of a decision: `momentum 71.2 ×0.6, max-positions 3 (5)`. */
export function reasonsText(reasons: readonly Reason[]): string {
  return reasons
    .map(({ name, value, weight, bound }) => {
      const weighted = weight === undefined ? '' : ` ×${valueText(weight)}`;
      const bounded = bound === undefined ? '' : ` (${valueText(bound)})`;
      return `${name} ${valueText(value)}${weighted}${bounded}`;
    })
    .join(', ');
}

/** What the risk layer let through, or why it did not. Empty for a plain approval. */
export function verdictText(verdict: RiskVerdict): string {
  switch (verdict.kind) {
    case 'approved':
      return '';
    case 'refused':
      return limitsText(verdict.by);
    case 'trimmed':
      return `${limitsText(verdict.by)}, leaves ${wantText(verdict.decision)}`;
  }
}
