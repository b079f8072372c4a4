import { DEFAULT_MARKETS } from '../chain/default-markets';
import { InformedTrader } from './informed-trader';
import { Maker } from './maker';
import { MarketFloor } from './market-floor';
import { takeFromBook } from './take-from-book';

jest.setTimeout(30_000);

const BTC = DEFAULT_MARKETS[0]!;
const EMPTY_MARKET = { ...BTC, volatilityBps: 1e-9 };

function floorOf(seed = 1): MarketFloor {
  return new MarketFloor(EMPTY_MARKET, seed, () => undefined);
}

const makerOptions = { owner: 0, halfSpreadBps: 2, gapBps: 1, levels: 5, levelUsd: 1_000, looksPerSecond: 10 };

describe('Maker', () => {
  it('quotes a ladder on both sides of the fair value', () => {
    const floor = floorOf();
    new Maker(makerOptions).act(floor, 1);
    const [bids, asks] = [floor.levels('buy'), floor.levels('sell')];
    expect([bids.length, asks.length]).toEqual([5, 5]);
    expect(floor.grid.priceUsd(bids[0]!.subticks)).toBeLessThanOrEqual(99_980);
    expect(floor.grid.priceUsd(asks[0]!.subticks)).toBeGreaterThanOrEqual(100_020);
    const gaps = asks.slice(1).map(({ subticks }, at) => subticks - asks[at]!.subticks);
    expect(new Set(gaps).size).toBe(1);
  });

  it('keeps the levels of its ladder while the price stays', () => {
    const floor = floorOf();
    const maker = new Maker(makerOptions);
    maker.act(floor, 1);
    const before = floor.levels('buy').map(({ subticks }) => subticks);
    for (let looks = 0; looks < 20; looks += 1) maker.act(floor, 1);
    expect(floor.levels('buy').map(({ subticks }) => subticks)).toEqual(before);
  });

  it('fills up what was taken and shifts away from what it bought', () => {
    const floor = floorOf();
    const maker = new Maker(makerOptions);
    maker.act(floor, 1);
    const [{ subticks, quantums }] = floor.levels('buy') as [{ subticks: number; quantums: number }];
    floor.place({ owner: 9, side: 'sell', subticks, quantums, mode: 'immediate-or-cancel' });
    expect(floor.levels('buy')).toHaveLength(4);
    maker.filled('buy', 100 * quantums);
    maker.act(floor, 1);
    expect(floor.levels('buy')).toHaveLength(5);
    expect(floor.levels('buy')[0]!.subticks).toBeLessThan(subticks);
  });

  it('never takes: a quote that would match is left out', () => {
    const floor = floorOf();
    const subticks = floor.grid.floorPrice(floor.grid.subticksOf(99_000));
    floor.place({ owner: 9, side: 'sell', subticks, quantums: floor.grid.stepQuantums, mode: 'rest' });
    new Maker(makerOptions).act(floor, 1);
    expect(floor.takeFills()).toEqual([]);
    expect(floor.levels('buy')).toEqual([]);
  });
});

describe('takeFromBook', () => {
  it('takes a worth within its slippage and drops the rest', () => {
    const floor = floorOf();
    new Maker(makerOptions).act(floor, 1);
    takeFromBook(floor, { owner: 9, side: 'buy', worthUsd: 1e9, maxSlippageBps: 1.5 });
    const fills = floor.takeFills();
    expect(fills.length).toBeGreaterThan(0);
    const [first, last] = [fills[0]!.subticks, fills.at(-1)!.subticks];
    expect(last / first - 1).toBeLessThanOrEqual(1.5e-4);
    expect(floor.levels('buy')).toHaveLength(5);
    expect(floor.takeFills()).toEqual([]);
  });

  it('does nothing in an empty book', () => {
    const floor = floorOf();
    takeFromBook(floor, { owner: 9, side: 'sell', worthUsd: 100, maxSlippageBps: 5 });
    expect(floor.takeFills()).toEqual([]);
  });
});

describe('InformedTrader', () => {
  it.each([
    ['buys what is offered below', 'sell', 99_900, 'buy'],
    ['sells what is bid above', 'buy', 100_100, 'sell'],
  ] as const)('%s the fair value', (_name, side, priceUsd, taken) => {
    const floor = floorOf();
    const subticks = floor.grid.floorPrice(floor.grid.subticksOf(priceUsd));
    floor.place({ owner: 9, side, subticks, quantums: floor.grid.stepQuantums, mode: 'rest' });
    new InformedTrader(5, 100, 1_000).act(floor, 1);
    expect(floor.takeFills().map(({ takerSide }) => takerSide)).toEqual([taken]);
  });

  it('leaves prices within its edge alone', () => {
    const floor = floorOf();
    const subticks = floor.grid.floorPrice(floor.grid.subticksOf(99_990));
    floor.place({ owner: 9, side: 'sell', subticks, quantums: floor.grid.stepQuantums, mode: 'rest' });
    new InformedTrader(5, 100, 1_000).act(floor, 1);
    expect(floor.takeFills()).toEqual([]);
  });
});

describe('MarketFloor', () => {
  it('keeps a two-sided book close to the fair value and trades all the time', () => {
    const floor = new MarketFloor(BTC, 4, () => undefined);
    let fills = 0;
    for (let round = 0; round < 6_000; round += 1) {
      floor.round(0.1);
      fills += floor.takeFills().length;
      if (round < 100) continue;
      const [bid, ask] = [floor.bestSubticks('buy')!, floor.bestSubticks('sell')!];
      expect(bid).toBeLessThan(ask);
      expect(Math.abs((bid + ask) / 2 / floor.fairValue.subticks - 1)).toBeLessThan(30e-4);
    }
    expect(fills).toBeGreaterThan(600);
  });
});

describe('access to a floor', () => {
  const grid = floorOf().grid;
  const at = (priceUsd: number): number => grid.floorPrice(grid.subticksOf(priceUsd));
  const order = (side: 'buy' | 'sell', priceUsd: number, mode: 'post-only' | 'rest' = 'post-only') =>
    ({ owner: 9, side, subticks: at(priceUsd), quantums: grid.stepQuantums, mode }) as const;

  it('of makers alone takes post-only orders on their side of the oracle price', () => {
    const floor = floorOf();
    floor.access = 'makers';
    expect(floor.place(order('buy', 100_000)).orderId).toBeDefined();
    expect(floor.place(order('sell', 100_001)).orderId).toBeDefined();
    expect(floor.place(order('buy', 99_000, 'rest')).refused).toBe('not-admitted');
    expect(floor.place(order('sell', 99_999)).refused).toBe('not-admitted');
    expect(floor.place(order('buy', 100_001)).refused).toBe('not-admitted');
  });

  it('of nobody takes nothing and lets no agent act', () => {
    const floor = new MarketFloor(BTC, 1, () => undefined);
    floor.clear();
    for (let rounds = 0; rounds < 50; rounds += 1) floor.round(0.1);
    expect(floor.place(order('buy', 99_000)).refused).toBe('not-admitted');
    expect([floor.levels('buy'), floor.levels('sell')]).toEqual([[], []]);
  });

  it('tells every level when a book is cleared', () => {
    const gone: [string, number][] = [];
    const floor = new MarketFloor(EMPTY_MARKET, 1, (side, _subticks, quantums) => gone.push([side, quantums]));
    new Maker(makerOptions).act(floor, 1);
    gone.length = 0;
    floor.clear();
    expect(gone).toHaveLength(10);
    expect(new Set(gone.map(([, quantums]) => quantums))).toEqual(new Set([0]));
  });
});
