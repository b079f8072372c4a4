import { EventScheduler } from '@perpstream/core';
import { quoteDefaults, quoteSettings, type PartialQuoteOptions } from './quote-options';

const own = { name: 'test', scheduler: new EventScheduler(), createModel: () => ({ quotes: () => undefined }) };

describe('quoteSettings', () => {
  it('fills in the defaults', () => {
    expect(quoteSettings(own)).toEqual({ ...quoteDefaults, ...own });
  });

  it('fills up groups that are given in part', () => {
    const { universe, estimates } = quoteSettings({
      ...own,
      universe: { maxSpreadBps: 8 },
      estimates: { warmUpBars: 5 },
    });
    expect(universe).toEqual({ ...quoteDefaults.universe, maxSpreadBps: 8 });
    expect(estimates).toEqual({ ...quoteDefaults.estimates, warmUpBars: 5 });
  });

  it('has defaults that are plain data', () => {
    expect(JSON.parse(JSON.stringify(quoteDefaults))).toEqual(quoteDefaults);
  });

  it.each<[string, PartialQuoteOptions, string]>([
    ['no market', { maxMarkets: 0 }, 'maxMarkets must be an integer >= 1, was 0'],
    ['half a market', { maxMarkets: 1.5 }, 'maxMarkets must be an integer >= 1, was 1.5'],
    ['more than the rate limit carries', { maxMarkets: 201 }, 'maxMarkets must be at most 200 with requoteBlocks 1'],
    ['no inventory', { maxInventoryUsd: 0 }, 'maxInventoryUsd must be > 0'],
    ['a negative least worth', { minQuoteUsd: -1 }, 'minQuoteUsd must be >= 0'],
    ['a negative band', { repriceBps: -0.1 }, 'repriceBps must be >= 0'],
    ['a band as wide as the size', { resizeFraction: 1 }, 'resizeFraction must be in [0, 1), was 1'],
    ['requotes within a block', { requoteBlocks: 0.5 }, 'requoteBlocks must be an integer >= 1'],
    ['no time without blocks', { blockFallbackMs: 0 }, 'blockFallbackMs must be > 0'],
    ['no patience', { renewMs: NaN }, 'renewMs must be > 0 and finite, was NaN'],
    ['a spread of nothing', { universe: { maxSpreadBps: 0 } }, 'universe.maxSpreadBps must be > 0'],
    [
      'spreads that exclude each other',
      { minSpreadBps: 50 },
      'minSpreadBps must be >= 0 and below universe.maxSpreadBps = 50',
    ],
    ['estimates from nothing', { estimates: { warmUpBars: 0 } }, 'estimates.warmUpBars must be an integer >= 1'],
  ])('refuses %s', (_, options, message) => {
    expect(() => quoteSettings({ ...own, ...options })).toThrow(RangeError);
    expect(() => quoteSettings({ ...own, ...options })).toThrow(message);
  });

  it('takes more markets when each is requoted less often', () => {
    expect(quoteSettings({ ...own, maxMarkets: 400, requoteBlocks: 2 }).maxMarkets).toBe(400);
  });

  it('refuses a strategy without a name', () => {
    expect(() => quoteSettings({ ...own, name: '' })).toThrow('name must not be empty');
  });
});
