import { type MarketFacts } from '@perpstream/core';
import { marketRules } from '@perpstream/testing';
import { mergeFacts, type ContextFacts } from './merge-facts';

describe('mergeFacts', () => {
  const known: ContextFacts = {
    status: 'ACTIVE',
    rules: marketRules(),
    oraclePriceUsd: 100,
    nextFundingRate1h: 0.00001,
    openInterestBase: 5,
  };

  it('keeps what a patch does not state', () => {
    expect(mergeFacts(known, { openInterestBase: 6 })).toEqual({ ...known, openInterestBase: 6 });
  });

  it.each<[name: string, patch: MarketFacts]>([
    ['states nothing', {}],
    ['repeats what is known', { status: 'ACTIVE', openInterestBase: 5, nextFundingRate1h: 0.00001 }],
    ['repeats the rules in another object', { rules: marketRules() }],
    ['states what a context does not show', { trades24h: 12 }],
  ])('returns the same object when a patch %s', (_, patch) => {
    expect(mergeFacts(known, patch)).toBe(known);
  });

  it.each<[patch: MarketFacts]>([
    [{ status: 'PAUSED' }],
    [{ nextFundingRate1h: 0 }],
    [{ volume24hUsd: 1 }],
    [{ priceChange24hUsd: -1 }],
    [{ rules: marketRules({ initialMarginFraction: 0.1 }) }],
  ])('merges %p', (patch) => {
    expect(mergeFacts(known, patch)).toEqual({ ...known, ...patch });
  });
});
