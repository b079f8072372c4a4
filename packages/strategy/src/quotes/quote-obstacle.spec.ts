import type { MarketView } from '../portfolio/market-view';
import { BTC, accountState, bookUpdate, dataQuality, marketContext } from '@perpstream/testing';
import { contextWithoutOracle } from '../../fixtures/quote-events';
import { quoteDefaults } from './quote-options';
import { quoteObstacle, type QuoteMoment } from './quote-obstacle';

const { top, view: book } = bookUpdate({ bids: [[99.95, 1]], asks: [[100.05, 1]] });
const market: MarketView = {
  marketId: BTC,
  scores: undefined,
  top,
  book,
  context: marketContext(),
  quality: dataQuality(),
  sinceMs: 0,
  volatility1h: undefined,
  targetUsd: 0,
  position: undefined,
};
const moment: QuoteMoment = { market, account: accountState(), nowMs: 60_000 };

function obstacle(change: Partial<MarketView>, given: Partial<QuoteMoment> = {}, options = {}): unknown {
  return quoteObstacle({ ...moment, ...given, market: { ...market, ...change } }, { ...quoteDefaults, ...options });
}

describe('quoteObstacle', () => {
  it('finds nothing against a market that is fit', () => {
    expect(obstacle({})).toBeUndefined();
  });

  it('names an account that is not known', () => {
    expect(obstacle({}, { account: undefined })).toEqual({ name: 'account-known', value: 0, bound: 1 });
  });

  it.each<[string, Partial<MarketView>, string]>([
    ['data that are stale', { quality: dataQuality({ level: 'stale' }) }, 'universe-live'],
    ['a market that is paused', { context: marketContext({ status: 'PAUSED' }) }, 'universe-active'],
    ['a spread that is too wide', { top: { ...top, askPriceUsd: 101 } }, 'universe-spread-bps'],
    ['a book of own quotes alone', { top: undefined }, 'universe-live'],
  ])('names %s', (_, change, name) => {
    expect(obstacle(change)).toMatchObject({ name });
  });

  it('names an oracle price that is not known', () => {
    expect(obstacle({ context: contextWithoutOracle() })).toEqual({ name: 'oracle-known', value: 0, bound: 1 });
  });

  it('names a spread that is too narrow', () => {
    const found = obstacle({}, {}, { minSpreadBps: 12 });
    expect(found).toMatchObject({ name: 'min-spread-bps', bound: 12 });
    expect((found as { value: number }).value).toBeCloseTo(10, 9);
  });
});
