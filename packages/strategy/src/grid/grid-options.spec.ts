import { EventScheduler } from '@perpstream/core';
import { grid } from './grid';
import { gridDefaults, gridSettings, type GridOptions } from './grid-options';

const scheduler = new EventScheduler();

describe('gridSettings', () => {
  it('fills in the defaults, which are plain data', () => {
    expect(gridSettings({ scheduler })).toEqual({ ...gridDefaults, scheduler });
    expect(JSON.parse(JSON.stringify(gridDefaults))).toEqual(gridDefaults);
  });

  it.each<[string, Partial<GridOptions>, string]>([
    ['a step that does not pay its fees', { stepBps: 2 }, 'stepBps must be above the fees of a round trip, 2 bps'],
    [
      'a step that pays them only near the anchor',
      { spacing: 'arithmetic', stepBps: 101, levels: 90, makerFeeBps: 30 },
      'stepBps must be above the fees of a round trip, 60 bps, at every level, was 52.9',
    ],
    ['no step', { stepBps: 0 }, 'stepBps must be > 0'],
    ['no level', { levels: 0 }, 'levels must be an integer >= 1'],
    [
      'levels below zero',
      { spacing: 'arithmetic', stepBps: 1_000, levels: 10 },
      'levels must be few enough that all prices are > 0, was 10',
    ],
    ['nothing per level', { levelUsd: 0 }, 'levelUsd must be > 0'],
    ['a negative wait', { reanchorMs: -1 }, 'reanchorMs must be >= 0'],
    ['a trend that is never reached', { maxTrend: 101 }, 'maxTrend must be in [50, 100], was 101'],
    ['an unknown spacing', { spacing: 'cubic' as 'geometric' }, 'spacing must be geometric or arithmetic, was cubic'],
    ['an unknown way out', { outside: 'hope' as 'flatten' }, 'outside must be withdraw or flatten, was hope'],
    ['a band as wide as a step', { repriceBps: 25 }, 'repriceBps must be below a step of the grid'],
    [
      'a range without a lower end',
      { ranges: { 'BTC-USD': { lowerUsd: 0, upperUsd: 1 } } },
      'ranges.BTC-USD.lowerUsd must be > 0',
    ],
    [
      'a range narrower than a step',
      { ranges: { X: { lowerUsd: 100, upperUsd: 100.1 } } },
      'ranges.X.upperUsd must be more than a step above',
    ],
    [
      'a range upside down',
      { ranges: { X: { lowerUsd: 110, upperUsd: 100 } } },
      'ranges.X.upperUsd must be more than a step above',
    ],
    [
      'a range in which steps get too narrow',
      { spacing: 'arithmetic', stepBps: 3, repriceBps: 0, ranges: { X: { lowerUsd: 1, upperUsd: 100 } } },
      'ranges.X.step must be above the fees of a round trip, 2 bps, at every level',
    ],
    ['an option of the frame', { maxMarkets: 0 }, 'maxMarkets must be an integer >= 1'],
  ])('refuses %s', (_, options, message) => {
    expect(() => grid({ scheduler, ...options })).toThrow(RangeError);
    expect(() => grid({ scheduler, ...options })).toThrow(message);
  });

  it('takes any step that earns where fees are rebates', () => {
    expect(gridSettings({ scheduler, stepBps: 1.5, repriceBps: 0.5, makerFeeBps: -1 }).stepBps).toBe(1.5);
  });
});
