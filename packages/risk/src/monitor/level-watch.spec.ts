import { unixMs, type RiskLevel } from '@perpstream/core';
import { accountState, dataQuality, ETH, marketContext, marketRules, position } from '@perpstream/testing';
import fc from 'fast-check';
import { actionsOf, oracle, only, toldOf } from '../../fixtures/protection-inputs';
import type { RiskInput, RiskOptions } from './risk-options';

const MINUTE_MS = 60_000;
const OFF = {
  watchMarginUsage: Infinity,
  warningMarginUsage: Infinity,
  criticalMarginUsage: Infinity,
  watchMaintenanceUsage: Infinity,
  warningMaintenanceUsage: Infinity,
  criticalMaintenanceUsage: Infinity,
  watchLiquidationDistance: 0,
  warningLiquidationDistance: 0,
  criticalLiquidationDistance: 0,
  watchTimeToLiquidationMs: 0,
  warningTimeToLiquidationMs: 0,
  criticalTimeToLiquidationMs: 0,
};
const levels = (given: RiskOptions['levels']): RiskOptions => only({}, { levels: { ...OFF, ...given } });
const byDistance = levels({
  watchLiquidationDistance: 0.2,
  warningLiquidationDistance: 0.1,
  criticalLiquidationDistance: 0.05,
});

/** A long of 100 USD whose liquidation price is this far away: (equity - 3) / 97. */
const at = (distance: number, atMs: number): RiskInput =>
  accountState({ quoteBalanceUsd: 97 * distance + 3 - 100, positions: [position()], receivedMs: unixMs(atMs) });
const time = (atMs: number): RiskInput => dataQuality({ receivedMs: unixMs(atMs) });

function levelAfter(options: RiskOptions, ...inputs: readonly RiskInput[]): RiskLevel | undefined {
  const last = toldOf([oracle(100, 0), ...inputs], options).at(-1);
  return last?.kind === 'risk' ? last.level : undefined;
}

describe('a level is entered at once', () => {
  it.each([
    [0.2001, 'safe'],
    [0.2 - 1e-9, 'watch'],
    [0.1001, 'watch'],
    [0.1 - 1e-9, 'warning'],
    [0.0501, 'warning'],
    [0.05 - 1e-9, 'critical'],
    [0.001, 'critical'],
    [-0.01, 'critical'],
  ])('at a liquidation distance of %d: %s', (distance, level) => {
    expect(levelAfter(byDistance, at(distance, 1))).toBe(level);
  });

  // Maintenance margin 3 of the equity.
  it.each([
    [3 / 0.499, 'safe'],
    [3 / 0.5, 'watch'],
    [3 / 0.7, 'warning'],
    [3 / 0.849, 'warning'],
    [3 / 0.85, 'critical'],
  ])('at a maintenance usage on equity of %d USD: %s', (equityUsd, level) => {
    const options = levels({
      watchMaintenanceUsage: 0.5,
      warningMaintenanceUsage: 0.7,
      criticalMaintenanceUsage: 0.85,
    });
    const held = accountState({ quoteBalanceUsd: equityUsd - 1e-9 - 100, positions: [position()] });
    expect(levelAfter(options, held)).toBe(level);
  });

  // Initial margin 5 of the equity.
  it.each([
    [5 / 0.699, 'safe'],
    [5 / 0.7, 'watch'],
    [5 / 0.85, 'warning'],
    [5.01, 'warning'],
    [5, 'critical'],
    [4, 'critical'],
  ])('at a margin usage on equity of %d USD: %s', (equityUsd, level) => {
    const options = levels({ watchMarginUsage: 0.7, warningMarginUsage: 0.85, criticalMarginUsage: 1 });
    const held = accountState({ quoteBalanceUsd: equityUsd - 1e-9 - 100, positions: [position()] });
    expect(levelAfter(options, held)).toBe(level);
  });

  it('by the nearest position of several', () => {
    const eth = marketContext({ marketId: ETH, rules: marketRules({ marketId: ETH }), oraclePriceUsd: 10 });
    const positions = [position({ sizeBase: 0.01 }), position({ marketId: ETH, sizeBase: -20 })];
    // Equity 30, maintenance 6.03: the short of 200 USD is (30 - 6.03) / 206 away, the long of 1 USD farther than its price.
    expect(levelAfter(byDistance, eth, accountState({ quoteBalanceUsd: 229, positions }))).toBe('watch');
  });

  it('by the predicted time: a fall of 1 USD a minute with 5, 12 and 40 minutes to go', () => {
    const options = levels({
      watchTimeToLiquidationMs: 30 * MINUTE_MS,
      warningTimeToLiquidationMs: 10 * MINUTE_MS,
      criticalTimeToLiquidationMs: 5 * MINUTE_MS,
    });
    const falling = (equityUsd: number): RiskInput[] => [
      accountState({ quoteBalanceUsd: equityUsd - 98, positions: [position()] }),
      ...[1, 2].map((minute) => oracle(100 - minute, minute * MINUTE_MS)),
    ];
    // At 98 USD the maintenance margin is 2.94 and the cushion shrinks by 0.97 USD a minute.
    const level = (minutes: number): RiskLevel | undefined => levelAfter(options, ...falling(2.94 + 0.97 * minutes));
    expect([40, 12, 9.9, 4.9].map(level)).toEqual(['safe', 'watch', 'warning', 'critical']);
  });

  it('as critical whenever the chain may liquidate, although all bounds are off', () => {
    const liquidatable = accountState({ quoteBalanceUsd: 2.99 - 100, positions: [position()] });
    expect(levelAfter(levels({}), liquidatable)).toBe('critical');
    const safe = accountState({ quoteBalanceUsd: 3.01 - 100, positions: [position()] });
    expect(levelAfter(levels({}), safe)).toBe('safe');
    const broke = accountState({ quoteBalanceUsd: -150, positions: [position()] });
    expect(levelAfter(levels({}), broke)).toBe('critical');
  });

  it('as safe without positions, whatever the balance', () => {
    expect([levelAfter({}, accountState()), levelAfter({}, accountState({ quoteBalanceUsd: -5 }))]).toEqual([
      'safe',
      'safe',
    ]);
  });

  it('once, with the numbers', () => {
    const told = toldOf([oracle(100, 0), at(0.09, 1), at(0.085, 2), at(0.08, 3)], byDistance);
    expect(told.filter(({ kind }) => kind === 'level')).toEqual([
      {
        kind: 'level',
        receivedMs: 1,
        cause: 0,
        from: 'safe',
        to: 'warning',
        message:
          'safe -> warning: margin usage 0.4263, maintenance usage 0.2558, liquidation 9 % away, marks do not lead there',
      },
    ]);
  });
});

describe('a level is left', () => {
  it('when the measure was better by the margin for the hold time, with any event', () => {
    const inputs = [oracle(100, 0), at(0.09, 0), at(0.12, 1_000), time(60_999), time(61_000)];
    expect(actionsOf(inputs, byDistance)).toEqual(['0 level safe warning', '61000 level warning watch']);
  });

  it('with a state that says so, although no mark changed', () => {
    expect(levelAfter(byDistance, at(0.09, 0), at(0.12, 1_000), time(61_000))).toBe('watch');
  });

  it.each([
    ['not better by the margin', 0.11 - 1e-9, false],
    ['better by it', 0.11 + 1e-9, true],
  ])('not while it is %s', (_name, distance, falls) => {
    const actions = actionsOf([oracle(100, 0), at(0.09, 0), at(distance, 1_000), time(1e6)], byDistance);
    expect(actions).toHaveLength(falls ? 2 : 1);
  });

  it('not while any measure comes back within the hold time', () => {
    const inputs = [
      oracle(100, 0),
      at(0.09, 0),
      at(0.15, 1_000),
      at(0.105, 30_000),
      at(0.15, 31_000),
      time(90_999),
      time(91_000),
    ];
    expect(actionsOf(inputs, byDistance)).toEqual(['0 level safe warning', '91000 level warning watch']);
  });

  it('to the worst level seen meanwhile, and on from there after another hold', () => {
    const inputs = [
      oracle(100, 0),
      at(0.04, 0),
      at(0.5, 1_000),
      at(0.15, 2_000),
      at(0.5, 3_000),
      time(61_000),
      time(121_000),
    ];
    expect(actionsOf(inputs, byDistance)).toEqual([
      '0 level safe critical',
      '61000 level critical watch',
      '121000 level watch safe',
    ]);
  });

  it('not by an event that makes it worse again, however late it comes', () => {
    expect(actionsOf([oracle(100, 0), at(0.09, 0), at(0.5, 1_000), at(0.09, 1e6)], byDistance)).toEqual([
      '0 level safe warning',
    ]);
  });

  it('not while a mark is not known', () => {
    const inputs = [
      oracle(100, 0),
      at(0.09, 0),
      at(0.5, 1_000),
      oracle(NaN, 2_000),
      time(1e6),
      oracle(100, 1e6 + 1),
      time(2e6),
    ];
    expect(actionsOf(inputs, byDistance)).toEqual(['0 level safe warning', '2000000 level warning safe']);
  });

  it('at once with a hold time of 0', () => {
    const options = only({}, { levels: { ...byDistance.levels, levelHoldMs: 0 } });
    expect(actionsOf([oracle(100, 0), at(0.09, 0), at(0.5, 1)], options)).toEqual([
      '0 level safe warning',
      '1 level warning safe',
    ]);
  });
});

describe('levels never flap', () => {
  const rank = (level: string): number => ['safe', 'watch', 'warning', 'critical'].indexOf(level);
  const distance = fc.double({ min: -0.05, max: 0.6, noNaN: true });
  const gap = fc.integer({ min: 0, max: 90_000 });

  function changes(
    distances: readonly number[],
    gaps: readonly number[],
  ): { to: string; from: string; atMs: number }[] {
    let atMs = 0;
    const inputs = distances.map((given, index) => at(given, (atMs += gaps[index] ?? 0)));
    return actionsOf([oracle(100, 0), ...inputs], byDistance).map((action) => {
      const [when, , from = '', to = ''] = action.split(' ');
      return { atMs: Number(when), from, to };
    });
  }

  it('what only gets worse gives levels that only get worse', () => {
    fc.assert(
      fc.property(fc.array(distance, { maxLength: 30 }), fc.array(gap, { minLength: 30 }), (distances, gaps) => {
        const sorted = [...distances].sort((left, right) => right - left);
        for (const { from, to } of changes(sorted, gaps)) expect(rank(to)).toBeGreaterThan(rank(from));
      }),
    );
  });

  it('what goes up and down within the margin of a bound gives one change', () => {
    const within = fc.double({ min: 0.1 * 0.6, max: 0.1 * 1.0999, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(within, { minLength: 1, maxLength: 40 }),
        fc.array(gap, { minLength: 40 }),
        (distances, gaps) => {
          expect(changes([0.0999, ...distances], [0, ...gaps])).toHaveLength(1);
        },
      ),
    );
  });

  it('no level is left sooner than the hold time after it was entered, and no event is told two changes', () => {
    fc.assert(
      fc.property(fc.array(distance, { maxLength: 60 }), fc.array(gap, { minLength: 60 }), (distances, gaps) => {
        const given = changes(distances, gaps);
        given.slice(1).forEach(({ atMs, from, to }, index) => {
          if (rank(to) < rank(from)) expect(atMs - given[index]!.atMs).toBeGreaterThanOrEqual(60_000);
          expect(from).toBe(given[index]!.to);
        });
      }),
    );
  });
});
