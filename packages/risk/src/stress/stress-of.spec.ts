import { marketId, type MarketId } from '@perpstream/core';
import { BTC, ETH } from '@perpstream/testing';
import * as fc from 'fast-check';
import { accountMargin } from '../margin/account-margin';
import { STANDARD_SCENARIOS } from './standard-scenarios';
import { stressOf, type StressResult } from './stress-of';
import type { ClosingDepth, StressPortfolio, StressPosition } from './stress-portfolio';
import type { HistoricalShock, StressScenario } from './stress-scenario';

type Extra = { readonly beta?: number; readonly depth?: ClosingDepth };

function held(market: MarketId, sizeBase: number, oraclePriceUsd: number, extra: Extra = {}): StressPosition {
  const margin = { initialMarginFraction: 0.05, maintenanceMarginFraction: 0.03 };
  return { marketId: market, sizeBase, oraclePriceUsd, ...margin, ...extra };
}

function portfolio(quoteBalanceUsd: number, ...positions: StressPosition[]): StressPortfolio {
  return { quoteBalanceUsd, positions };
}

function under(held: StressPortfolio, scenario: StressScenario): StressResult {
  const [result] = stressOf(held, [scenario]);
  if (result === undefined) throw new Error('a scenario without a result');
  return result;
}

function move(moveFraction: number): StressScenario {
  return { kind: 'market', name: 'move', moveFraction };
}

const longBtc = held(BTC, 2, 50_000);
const shortEth = held(ETH, -10, 3_000, { beta: 1.5 });

describe('stressOf', () => {
  it('moves every market alike', () => {
    // Equity 50,000 + 100,000 - 30,000; a fall by a tenth costs the long 10,000 and gives the short 3,000.
    const result = under(portfolio(50_000, longBtc, shortEth), move(-0.1));
    expect(result.scenario).toBe('move');
    expect(result.lossUsd).toBeCloseTo(7_000, 8);
    expect(result.equityUsd).toBeCloseTo(113_000, 8);
    expect(result.initialMarginUsd).toBeCloseTo(0.05 * 117_000, 8);
    expect(result.maintenanceMarginUsd).toBeCloseTo(0.03 * 117_000, 8);
    expect(result.marginUsage).toBeCloseTo((0.05 * 117_000) / 113_000, 12);
    expect(result.worst?.marketId).toBe(BTC);
    expect(result.worst?.lossUsd).toBeCloseTo(10_000, 8);
    expect(result).toMatchObject({ isLiquidatable: false, isBankrupt: false, liquidation: undefined });
  });

  const historical: HistoricalShock = {
    kind: 'historical',
    name: 'an hour',
    atMs: 3_600_000,
    returns: { [BTC]: -0.04, 'DOGE-USD': 0.5 },
    otherMoveFraction: -0.02,
  };
  const longsPay: StressScenario = {
    kind: 'funding',
    name: 'f',
    longPaysRate1h: 0.001,
    shortPaysRate1h: -0.0005,
    hours: 8,
  };
  const thin: StressScenario = { kind: 'liquidity', name: 'l', depthShare: 0.5, flatBps: 200 };

  it.each<[string, StressPosition, StressScenario, number]>([
    [
      'beta: a market without one moves like the benchmark',
      longBtc,
      { kind: 'beta', name: 'b', moveFraction: -0.1 },
      10_000,
    ],
    ['beta: a market with one moves by it', shortEth, { kind: 'beta', name: 'b', moveFraction: 0.1 }, 4_500],
    [
      'beta: below 0 moves the other way',
      held(ETH, 1, 1_000, { beta: -0.5 }),
      { kind: 'beta', name: 'b', moveFraction: 0.1 },
      50,
    ],
    [
      'beta: no price falls below 0',
      held(ETH, 1, 1_000, { beta: 3 }),
      { kind: 'beta', name: 'b', moveFraction: -0.5 },
      1_000,
    ],
    ['history: a market moves as it did', longBtc, historical, 4_000],
    ['history: one without a return moves by its beta', shortEth, historical, -900],
    ['funding: longs pay', longBtc, longsPay, 800],
    ['funding: shorts receive', shortEth, longsPay, -120],
    ['liquidity: the flat figure without a depth', longBtc, thin, 2_000],
    // 100,000 USD take all of what is left of 200,000 USD within 40 bps: the last at 40 bps, 20 on average.
    ['liquidity: half of where the depth ends', held(BTC, 2, 50_000, { depth: { bps: 40, usd: 200_000 } }), thin, 200],
    ['liquidity: a short pays as much', held(BTC, -2, 50_000, { depth: { bps: 40, usd: 200_000 } }), thin, 200],
    [
      'liquidity: twice the size costs four times as much',
      held(BTC, 4, 50_000, { depth: { bps: 40, usd: 200_000 } }),
      thin,
      800,
    ],
    ['liquidity: never more than the notional', held(BTC, 2, 50_000, { depth: { bps: 40, usd: 100 } }), thin, 100_000],
    ['liquidity: an impossible depth costs all', held(BTC, 2, 50_000, { depth: { bps: 40, usd: -1 } }), thin, 100_000],
    ['liquidity: an impossible distance, too', held(BTC, 2, 50_000, { depth: { bps: 0, usd: 10 } }), thin, 100_000],
    ['nothing held loses nothing', held(BTC, 0, 50_000, { depth: { bps: 40, usd: 100 } }), thin, 0],
  ])('%s', (_name, position, scenario, lossUsd) => {
    const result = under(portfolio(1e6, position), scenario);
    expect(result.lossUsd).toBeCloseTo(lossUsd, 8);
    expect(result.equityUsd).toBeCloseTo(1e6 + position.sizeBase * position.oraclePriceUsd - lossUsd, 6);
  });

  it('combines in order: what comes later acts on the prices that are left', () => {
    const parts: StressScenario[] = [move(-0.5), longsPay, thin];
    const result = under(portfolio(1e6, longBtc), { kind: 'combined', name: 'c', parts });
    // 50,000 by the move, then 0.008 and 0.02 of what is left.
    expect(result.lossUsd).toBeCloseTo(50_000 + 400 + 1_000, 8);
    const other = under(portfolio(1e6, longBtc), { kind: 'combined', name: 'c', parts: parts.toReversed() });
    expect(other.lossUsd).toBeCloseTo(50_000 + 800 + 2_000, 8);
    const twice = under(portfolio(1e6, longBtc), { kind: 'combined', name: 'c', parts: [move(-0.1), move(-0.1)] });
    expect(twice.lossUsd).toBeCloseTo(19_000, 8);
  });

  it('changes margin only by prices', () => {
    const before = accountMargin(1e6, [longBtc]);
    for (const scenario of [longsPay, thin]) {
      const { initialMarginUsd, maintenanceMarginUsd } = under(portfolio(1e6, longBtc), scenario);
      expect({ initialMarginUsd, maintenanceMarginUsd }).toEqual({
        initialMarginUsd: before.initialMarginUsd,
        maintenanceMarginUsd: before.maintenanceMarginUsd,
      });
    }
  });

  it.each([
    // One coin at 1,000: maintenance is 3 % of the price that is left.
    ['equity of the maintenance margin is safe', -776, -0.2, false, false],
    ['a cent less is not', -776.01, -0.2, true, false],
    ['no equity is not bankrupt', -800, -0.2, true, false],
    ['a cent less is', -800.01, -0.2, true, true],
    ['no margin is needed at a price of 0', 0, -1, false, false],
    ['but debt is debt', -1, -1, false, true],
  ])('%s', (_name, balanceUsd, moveFraction, isLiquidatable, isBankrupt) => {
    const result = under(portfolio(balanceUsd, held(BTC, 1, 1_000)), move(moveFraction));
    expect(result).toMatchObject({ isLiquidatable, isBankrupt });
    expect(result.liquidation !== undefined).toBe(isLiquidatable);
  });

  it('of an account without positions is the account', () => {
    expect(under(portfolio(100), move(-0.5))).toMatchObject({
      lossUsd: 0,
      equityUsd: 100,
      isLiquidatable: false,
      worst: undefined,
    });
    expect(under(portfolio(-100), move(-0.5))).toMatchObject({
      equityUsd: -100,
      isLiquidatable: false,
      isBankrupt: true,
    });
  });

  it('names no worst position when none loses', () => {
    expect(under(portfolio(0, longBtc), move(0.1)).worst).toBeUndefined();
    expect(under(portfolio(0, longBtc), move(0)).worst).toBeUndefined();
  });

  it('names the first of two positions that lose the same', () => {
    expect(under(portfolio(0, longBtc, held(ETH, 2, 50_000)), move(-0.1)).worst?.marketId).toBe(BTC);
  });

  it('names the position whose input is no number', () => {
    const result = under(portfolio(1e6, longBtc, held(ETH, 1, NaN), shortEth), move(-0.1));
    expect(result.worst).toEqual({ marketId: ETH, lossUsd: NaN });
  });

  it.each([
    ['a price', portfolio(1e6, held(BTC, 1, NaN))],
    ['a size', portfolio(1e6, held(BTC, Infinity, 1))],
    ['a balance', portfolio(NaN, longBtc)],
    ['a beta', portfolio(1e6, held(BTC, 1, 100, { beta: NaN }))],
    ['a margin', portfolio(1e6, { ...longBtc, maintenanceMarginFraction: NaN })],
  ])('counts an account as lost when %s is no number', (_name, held) => {
    const result = under(held, { kind: 'beta', name: 'b', moveFraction: 0.1 });
    expect(result).toMatchObject({ isLiquidatable: true, isBankrupt: true, liquidation: undefined });
  });

  it('gives one result per scenario, in order, and none for none', () => {
    const results = stressOf(portfolio(0, longBtc), [move(-0.1), longsPay, thin]);
    expect(results.map(({ scenario }) => scenario)).toEqual(['move', 'f', 'l']);
    expect(stressOf(portfolio(0, longBtc), [])).toEqual([]);
  });

  it('changes nothing that it is given, and says the same twice', () => {
    const frozen = Object.freeze({
      quoteBalanceUsd: -90_000,
      positions: Object.freeze([Object.freeze({ ...longBtc })]),
    });
    const first = stressOf(frozen, STANDARD_SCENARIOS);
    expect(stressOf(frozen, STANDARD_SCENARIOS)).toEqual(first);
    expect(frozen.positions[0]).toEqual(longBtc);
  });

  it('refuses a scenario that is wrong, and terms that are', () => {
    expect(() => stressOf(portfolio(0), [move(-0.1), move(-1.1)])).toThrow(
      new RangeError('scenarios[1].moveFraction must be a finite number >= -1, was -1.1'),
    );
    expect(() => stressOf(portfolio(0), [], { maxLiquidationFeePpm: -1 })).toThrow(
      new RangeError('maxLiquidationFeePpm must be in [0, 1000000], was -1'),
    );
  });
});

describe('the liquidation of a stressed account', () => {
  it('goes by the prices and costs of the scenario, and by the terms that are given', () => {
    // 100,000 USD at 3 %, then 80,000: margin 2,400, equity 1,200. A step of 8,000 frees 240 and costs half of that.
    const book = portfolio(-78_800, longBtc);
    const genesis = under(book, move(-0.2)).liquidation;
    expect(genesis?.closed).toEqual([{ marketId: BTC, notionalUsd: genesis?.liquidatedUsd }]);
    expect(genesis).toMatchObject({ isOver: true, deleveragedUsd: 0 });
    const config = { maxPositionPortionLiquidatedPpm: 500_000 };
    const halves = stressOf(book, [move(-0.2)], config)[0]?.liquidation;
    expect(halves?.blocks).toBeLessThan(genesis?.blocks ?? NaN);
    const fast = { ...config, maxSubaccountNotionalLiquidatedUsd: 1e9, maxPositionPortionLiquidatedPpm: 1_000_000 };
    const whole = stressOf(book, [move(-0.2)], fast)[0]?.liquidation;
    expect(whole).toMatchObject({ blocks: 1, isOver: true });
    expect(whole?.liquidatedUsd).toBeCloseTo(80_000, 8);
    expect(whole?.equityAfterUsd).toBeCloseTo(0, 8);
  });

  it('is that of others when nothing is left', () => {
    expect(under(portfolio(-90_000, longBtc), move(-0.2)).liquidation).toMatchObject({
      liquidatedUsd: 0,
      deleveragedUsd: 80_000,
      equityAfterUsd: 0,
      blocks: 1,
    });
  });
});

describe('stress losses', () => {
  const size = fc.double({ min: -100, max: 100, noNaN: true });
  const price = fc.double({ min: 0.01, max: 1e5, noNaN: true });
  const linear = STANDARD_SCENARIOS.filter(({ kind }) => kind !== 'liquidity' && kind !== 'combined');
  const losses = (...positions: StressPosition[]): readonly number[] =>
    stressOf(portfolio(0, ...positions), linear).map(({ lossUsd }) => lossUsd);

  it('grow in proportion to the size, but for liquidity', () => {
    fc.assert(
      fc.property(size, price, fc.double({ min: 0, max: 5, noNaN: true }), (sizeBase, priceUsd, times) => {
        const one = losses(held(BTC, sizeBase, priceUsd, { beta: 1.3 }));
        const more = losses(held(BTC, times * sizeBase, priceUsd, { beta: 1.3 }));
        const tolerance = 1e-9 * Math.max(1, Math.abs(sizeBase * priceUsd * times));
        one.forEach((lossUsd, index) => {
          expect(Math.abs((more[index] ?? NaN) - times * lossUsd)).toBeLessThanOrEqual(tolerance);
        });
      }),
    );
  });

  it('of several positions add up', () => {
    fc.assert(
      fc.property(size, size, price, (a, b, priceUsd) => {
        const [first, second] = [held(BTC, a, priceUsd), held(ETH, b, priceUsd, { beta: 2 })];
        const [apartA, apartB, together] = [losses(first), losses(second), losses(first, second)];
        together.forEach((lossUsd, index) => {
          const sum = (apartA[index] ?? NaN) + (apartB[index] ?? NaN);
          expect(Math.abs(lossUsd - sum)).toBeLessThanOrEqual(1e-6);
        });
      }),
    );
  });

  it('of a hedged pair are smaller than those of the losing leg', () => {
    const positive = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(positive, positive, price, (a, b, priceUsd) => {
        const [long, short] = [held(BTC, a, priceUsd), held(ETH, -b, priceUsd)];
        for (const moveFraction of [-0.5, -0.1, 0.1, 0.5]) {
          const scenario = move(moveFraction);
          const pair = under(portfolio(0, long, short), scenario).lossUsd;
          const leg = under(portfolio(0, moveFraction < 0 ? long : short), scenario).lossUsd;
          expect(pair).toBeLessThan(leg);
        }
      }),
    );
  });

  it('are what the equity loses', () => {
    const positions = [held(BTC, 3, 40_000, { depth: { bps: 30, usd: 1e6 } }), held(ETH, -40, 2_500, { beta: 1.4 })];
    const before = accountMargin(1_000, positions).equityUsd;
    for (const { equityUsd, lossUsd } of stressOf(portfolio(1_000, ...positions), STANDARD_SCENARIOS)) {
      expect(before - lossUsd).toBeCloseTo(equityUsd, 6);
    }
  });

  it('of a shock that is twice as large are twice as large', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 0.5, noNaN: true }), (moveFraction) => {
        const book = portfolio(0, longBtc, shortEth, held(marketId('SOL-USD'), 100, 150));
        expect(under(book, move(2 * moveFraction)).lossUsd).toBeCloseTo(2 * under(book, move(moveFraction)).lossUsd, 6);
      }),
    );
  });
});
