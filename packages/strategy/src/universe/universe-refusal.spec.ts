import type { MarketStatus, QualityLevel } from '@perpstream/core';
import { bookUpdate, dataQuality, marketContext } from '@perpstream/testing';
import { marketView } from '../../fixtures/market-view';
import type { MarketView } from '../portfolio/market-view';
import { universeDefaults, type UniverseOptions } from './universe-options';
import { universeRefusal } from './universe-refusal';

const bounds: UniverseOptions = {
  ...universeDefaults,
  minQuality: 0.8,
  maxSpreadBps: 20,
  minVolume24hUsd: 50_000,
  minDepthUsd: 9_990,
  minKnownMs: 1_000,
};
const refusal = (change: Partial<MarketView>, options: Partial<UniverseOptions> = {}, nowMs = 1_000) =>
  universeRefusal(marketView(change), nowMs, { ...bounds, ...options });

describe('universeRefusal', () => {
  it('lets a market at every bound in', () => {
    expect(refusal({})).toBeUndefined();
  });

  it.each<[string, Partial<MarketView>, Partial<UniverseOptions>, object]>([
    ['of unknown quality', { quality: undefined }, {}, { name: 'universe-live', value: 0, bound: 1 }],
    ['without a book', { top: undefined }, {}, { name: 'universe-live', value: 0, bound: 1 }],
    ['of unknown status', { context: undefined }, {}, { name: 'universe-active', value: 0, bound: 1 }],
    [
      'of poor quality',
      { quality: dataQuality({ quality: 0.79 }) },
      {},
      { name: 'universe-quality', value: 0.79, bound: 0.8 },
    ],
    [
      'with too wide a spread',
      { top: bookUpdate({ bids: [[9_980, 1]], asks: [[10_020, 1]] }).top },
      {},
      { name: 'universe-spread-bps', value: 40, bound: 20 },
    ],
    [
      'with too little volume',
      { context: marketContext({ volume24hUsd: 49_999 }) },
      {},
      { name: 'universe-volume-24h-usd', value: 49_999, bound: 50_000 },
    ],
    [
      'of unknown volume',
      { context: { ...marketContext(), volume24hUsd: 0 } },
      {},
      { name: 'universe-volume-24h-usd', value: 0, bound: 50_000 },
    ],
    ['that is new', { sinceMs: 1 }, {}, { name: 'universe-known-ms', value: 999, bound: 1_000 }],
    [
      'whose thinner side is too thin',
      {},
      { minDepthUsd: 10_000 },
      { name: 'universe-depth-usd', value: 9_990, bound: 10_000 },
    ],
    ['whose depth is too far away', {}, { depthBps: 5 }, { name: 'universe-depth-usd', value: 0, bound: 9_990 }],
    ['of unknown depth', { book: undefined }, {}, { name: 'universe-depth-usd', value: 0, bound: 9_990 }],
    ['that is not named', {}, { allow: ['ETH-USD'] }, { name: 'universe-listed', value: 0, bound: 1 }],
    ['that is denied', {}, { deny: ['BTC-USD'] }, { name: 'universe-listed', value: 0, bound: 1 }],
  ])('keeps a market out %s', (_name, change, options, expected) => {
    expect(refusal(change, options)).toEqual(expected);
  });

  it.each<QualityLevel>(['syncing', 'dirty', 'stale'])('R25: keeps a market out while its data are %s', (level) => {
    expect(refusal({ quality: dataQuality({ level }) })).toMatchObject({ name: 'universe-live' });
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
    expect(refusal({ context: marketContext({ status }) })).toMatchObject({ name: 'universe-active' });
  });

  it.each<[string, Partial<MarketView>, Partial<UniverseOptions>]>([
    ['volume', { context: { ...marketContext(), volume24hUsd: 0 } }, { minVolume24hUsd: 0 }],
    ['depth', { book: undefined }, { minDepthUsd: 0 }],
    ['age', { sinceMs: 1_000 }, { minKnownMs: 0 }],
  ])('asks for no %s when the bound is 0', (_name, change, options) => {
    expect(refusal(change, options)).toBeUndefined();
  });

  it('lets a named market in', () => {
    expect(refusal({}, { allow: ['ETH-USD', 'BTC-USD'] })).toBeUndefined();
  });
});
