import { EventScheduler } from '@perpstream/core';
import { marketMaker } from './market-maker';
import { marketMakerDefaults, marketMakerSettings, type MarketMakerOptions } from './market-maker-options';

const scheduler = new EventScheduler();

describe('marketMakerSettings', () => {
  it('fills in the defaults, which are plain data', () => {
    expect(marketMakerSettings({ scheduler })).toEqual({ ...marketMakerDefaults, scheduler });
    expect(JSON.parse(JSON.stringify(marketMakerDefaults))).toEqual(marketMakerDefaults);
  });

  it.each<[string, Partial<MarketMakerOptions>, string]>([
    ['an unknown form', { form: 'best' as 'glft' }, 'form must be glft or avellaneda-stoikov, was best'],
    ['no risk aversion', { riskAversion: 0 }, 'riskAversion must be > 0'],
    ['no arrivals', { arrivalsPerSecond: 0 }, 'arrivalsPerSecond must be > 0'],
    ['no decay', { decayPerBps: 0 }, 'decayPerBps must be > 0'],
    ['no horizon', { horizonMs: 0 }, 'horizonMs must be > 0'],
    ['no edge', { minEdgeBps: 0 }, 'minEdgeBps must be > 0'],
    ['a negative impact', { adverseSelectionBps: -1 }, 'adverseSelectionBps must be >= 0'],
    ['a fee that is none', { makerFeeBps: NaN }, 'makerFeeBps must be a finite number, was NaN'],
    ['a negative weight', { tradeFlowSkewBps: -1 }, 'tradeFlowSkewBps must be >= 0'],
    ['narrowing', { volatilityWidening: -1 }, 'volatilityWidening must be >= 0'],
    ['a quote above the inventory', { orderUsd: 3_000 }, 'orderUsd must be at most maxInventoryUsd = 2500, was 3000'],
    ['an option of the frame', { repriceBps: -1 }, 'repriceBps must be >= 0'],
  ])('refuses %s', (_, options, message) => {
    expect(() => marketMaker({ scheduler, ...options })).toThrow(RangeError);
    expect(() => marketMaker({ scheduler, ...options })).toThrow(message);
  });

  it('takes a rebate', () => {
    expect(marketMakerSettings({ scheduler, makerFeeBps: -1.1 }).makerFeeBps).toBe(-1.1);
  });
});
