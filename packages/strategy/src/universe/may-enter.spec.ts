import type { MarketStatus, QualityLevel } from '@perpstream/core';
import { bookUpdate, marketContext } from '@perpstream/testing';
import { mayEnter, type MarketCondition } from './may-enter';

const bounds = { maxSpreadBps: 20, minVolume24hUsd: 50_000 };
const good: MarketCondition = {
  quality: 'live',
  context: marketContext({ volume24hUsd: 50_000 }),
  // A spread of 20 on a mid of 10,000 is 20 basis points.
  top: bookUpdate({ bids: [[9_990, 1]], asks: [[10_010, 1]] }).top,
};

describe('mayEnter', () => {
  it('lets a live, active market at the bounds in', () => {
    expect(mayEnter(good, bounds)).toBe(true);
  });

  it.each<[string, Partial<MarketCondition>]>([
    ['of unknown quality', { quality: undefined }],
    ['of unknown status', { context: undefined }],
    ['without a book', { top: undefined }],
    ['with too wide a spread', { top: bookUpdate({ bids: [[9_989, 1]], asks: [[10_010, 1]] }).top }],
    ['with too little volume', { context: marketContext({ volume24hUsd: 49_999 }) }],
    ['of unknown volume', { context: { status: 'ACTIVE' } }],
  ])('keeps a market %s out', (_name, change) => {
    expect(mayEnter({ ...good, ...change }, bounds)).toBe(false);
  });

  it.each<QualityLevel>(['syncing', 'dirty', 'stale'])('keeps a market out while its data are %s', (quality) => {
    expect(mayEnter({ ...good, quality }, bounds)).toBe(false);
  });

  it.each<MarketStatus>([
    'PAUSED',
    'CANCEL_ONLY',
    'POST_ONLY',
    'INITIALIZING',
    'FINAL_SETTLEMENT',
    'DELISTED',
    'UNKNOWN',
  ])('keeps a market out while it is %s', (status) => {
    expect(mayEnter({ ...good, context: marketContext({ status }) }, bounds)).toBe(false);
  });

  it('asks for no volume when the bound is 0', () => {
    expect(mayEnter({ ...good, context: { status: 'ACTIVE' } }, { ...bounds, minVolume24hUsd: 0 })).toBe(true);
  });
});
