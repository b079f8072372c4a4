import { marketId, unixMs, type QuotesDecision } from '@perpstream/core';
import { approved, leverageHit, refused, target, trimmed } from '../../fixtures/audit-events';
import { limitsText, quoteText, reasonsText, verdictText, wantText } from './event-text';

const quotes: QuotesDecision = {
  kind: 'quotes',
  marketId: marketId('BTC-USD'),
  receivedMs: unixMs(0),
  cause: 0,
  strategy: 'maker',
  decision: 0,
  confidence: 1,
  reasons: [],
  bid: { priceUsd: 61_800, sizeBase: 0.1 },
};

describe('what events say', () => {
  it.each([
    { decision: target({ targetNotionalUsd: 5_000 }), text: '+5,000' },
    { decision: target({ targetNotionalUsd: -12_345.6 }), text: '-12,346' },
    { decision: target({ targetNotionalUsd: 0 }), text: 'flat' },
    { decision: quotes, text: 'quotes' },
  ])('a decision wants $text', ({ decision, text }) => {
    expect(wantText(decision)).toBe(text);
  });

  it('quotes name both sides, also the one that is not quoted', () => {
    expect(quoteText(quotes)).toBe('bid 0.1 @ 61,800.0, no ask');
    expect(quoteText(target())).toBe('');
  });

  it('limits come with value and bound, in the direction in which they were broken', () => {
    const tooNear = { limit: 'min-liquidation-distance', value: 0.08, bound: 0.1, message: '' } as const;
    const equal = { limit: 'max-gross-notional', value: 5, bound: 5, message: '' } as const;
    const missing = { limit: 'missing-input', value: NaN, bound: 0, message: 'no oracle price' } as const;
    expect(limitsText([leverageHit, tooNear, equal, missing])).toBe(
      'max-leverage 6.25 > 5, min-liquidation-distance 0.08 < 0.1, max-gross-notional 5 = 5, missing-input: no oracle price',
    );
  });

  it('reasons come with weight and bound where they have one', () => {
    const reasons = [
      { name: 'momentum', value: 81.2345, weight: 0.6 },
      { name: 'max-positions', value: 3, bound: 5 },
      { name: 'rule', value: 1 },
    ];
    expect(reasonsText(reasons)).toBe('momentum 81.23 ×0.6, max-positions 3 (5), rule 1');
  });

  it('verdicts tell what bit and what is left', () => {
    const texts = [approved(target()), refused(target()), trimmed(target({ targetNotionalUsd: 100 }), 9)].map(
      (audit) => (audit.topic === 'verdict' ? verdictText(audit.event) : ''),
    );
    expect(texts).toEqual(['', 'max-leverage 6.25 > 5', 'max-leverage 6.25 > 5, leaves +100']);
  });
});
