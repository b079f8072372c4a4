import { position } from '@perpstream/testing';
import { accountState } from '@perpstream/testing';
import fc from 'fast-check';
import { unixMs, type RiskState } from '@perpstream/core';
import { actionsOf, cash, command, only, oracle, toldOf } from '../../fixtures/protection-inputs';
import type { RiskInput, RiskOptions } from '../monitor/risk-options';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Monday, 5 January 1970. */
const MONDAY_MS = 4 * DAY_MS;

const daily = (maxDailyLossUsd: number, maxDailyLossFraction: number, rest: RiskOptions = {}): RiskOptions =>
  only({}, { ...rest, limits: { maxDailyLossUsd, maxDailyLossFraction } });

function dayPnls(inputs: readonly RiskInput[], options: RiskOptions): number[] {
  return toldOf(inputs, options).flatMap((event) => (event.kind === 'risk' ? [event.dayPnlUsd] : []));
}

function tripOf(inputs: readonly RiskInput[], options: RiskOptions): unknown {
  return toldOf(inputs, options).find(({ kind }) => kind === 'trip');
}

describe('the stop of daily losses', () => {
  it.each([
    ['a loss below both bounds', [1_000, 900.01], []],
    ['a loss at the bound in USD', [1_000, 900], ['1 trip daily-loss until 86400000']],
    ['a loss above it', [1_000, 850], ['1 trip daily-loss until 86400000']],
    ['a gain', [1_000, 2_000], []],
    ['a loss that was made good', [1_000, 900, 1_500], ['1 trip daily-loss until 86400000']],
    ['a loss that comes back', [1_000, 900, 1_500, 800], ['1 trip daily-loss until 86400000']],
    ['equity that is no number', [1_000, NaN, 950], []],
  ])('with %s', (_name, equities, actions) => {
    const inputs = equities.map((equityUsd, index) => ({ ...cash(1, index), quoteBalanceUsd: equityUsd }));
    expect(actionsOf(inputs, daily(100, 0.5))).toEqual(actions);
  });

  it.each([
    ['the fraction when it is smaller', daily(100, 0.05), { value: 120, bound: 50 }],
    ['the amount when it is smaller', daily(40, 0.05), { value: 120, bound: 40 }],
    ['the amount alone', daily(100, Infinity), { value: 120, bound: 100 }],
    ['the fraction alone', daily(Infinity, 0.12), { value: 120, bound: 120 }],
  ])('is bounded by %s', (_name, options, lock) => {
    expect(tripOf([cash(1_000, 0), cash(880, 1)], options)).toMatchObject({ lock });
  });

  it.each([
    ['nothing when both are off', daily(Infinity, Infinity), 1_000],
    ['the amount alone when the day starts without equity', daily(2_000, 0.05), 0],
  ])('is bounded by %s', (_name, options, startUsd) => {
    expect(tripOf([cash(startUsd, 0), cash(startUsd - 500, 1)], options)).toBeUndefined();
  });

  it('says what was lost, what the bound is and until when, in one line', () => {
    expect(tripOf([cash(1_000, 0), cash(880, 1)], daily(100, 1))).toMatchObject({
      receivedMs: 1,
      lock: {
        protection: 'daily-loss',
        sinceMs: 1,
        message: "the day's loss of 120 USD reached 100 USD; no new exposure until the next UTC day",
      },
    });
  });

  it('measures the first day from the equity of an earlier run', () => {
    const options = daily(100, 1, { dayStartEquityUsd: 1_000 });
    expect(dayPnls([cash(950, 0)], options)).toEqual([-50]);
    expect(actionsOf([cash(900, 0)], options)).toEqual(['0 trip daily-loss until 86400000']);
  });

  it('starts the next day from the last equity of the day before, at midnight UTC', () => {
    const inputs = [cash(1_000, 0), cash(900, 1), cash(900, DAY_MS - 1), cash(801, DAY_MS), cash(800, DAY_MS + 5)];
    expect(actionsOf(inputs, daily(100, 1))).toEqual([
      '1 trip daily-loss until 86400000',
      '86400000 release daily-loss',
      '86400005 trip daily-loss until 172800000',
    ]);
    expect(dayPnls(inputs, daily(100, 1))).toEqual([0, -100, -100, -99, -100]);
  });

  it('is released by time alone, with any event', () => {
    const inputs = [cash(1_000, 0), cash(900, 1), command('resume', DAY_MS)];
    expect(actionsOf(inputs, daily(100, 1))).toEqual([
      '1 trip daily-loss until 86400000',
      '86400000 release daily-loss',
    ]);
    expect(dayPnls(inputs, daily(100, 1))).toEqual([0, -100, 0]);
  });

  it('is not lifted by the operator, nor reset by a late event of the day before', () => {
    const inputs = [cash(1_000, DAY_MS), cash(900, DAY_MS + 1), command('resume', DAY_MS + 2), cash(900, DAY_MS - 1)];
    expect(actionsOf(inputs, daily(100, 1))).toEqual(['86400001 trip daily-loss until 172800000']);
  });
});

describe('the stops of weekly and monthly losses', () => {
  it('holds from the loss of a week until Monday', () => {
    const options = only({ maxWeeklyLossFraction: 0.07 });
    const inputs = [
      cash(1_000, 0),
      cash(960, DAY_MS),
      cash(930, 2 * DAY_MS),
      cash(930, MONDAY_MS),
      cash(865, MONDAY_MS + 1),
    ];
    expect(actionsOf(inputs, options)).toEqual([
      `${2 * DAY_MS} trip weekly-loss until ${MONDAY_MS}`,
      `${MONDAY_MS} release weekly-loss`,
    ]);
  });

  it('bounds the week in USD too', () => {
    const options = only({ maxWeeklyLossUsd: 50 });
    expect(actionsOf([cash(1_000, 0), cash(951, 1), cash(950, 2)], options)).toEqual([
      `2 trip weekly-loss until ${MONDAY_MS}`,
    ]);
  });

  it('holds from the loss of a month until the first of the next', () => {
    const options = only({ maxMonthlyLossFraction: 0.12, maxMonthlyLossUsd: 1_000 });
    const february = 31 * DAY_MS;
    expect(actionsOf([cash(1_000, 0), cash(880, MONDAY_MS), cash(880, february)], options)).toEqual([
      `${MONDAY_MS} trip monthly-loss until ${february}`,
      `${february} release monthly-loss`,
    ]);
  });

  it('has bounds of 7 and 12 % by default', () => {
    const trips = actionsOf([cash(1_000, 0), cash(930.01, 1), cash(930, 2), cash(880, 3)], {
      limits: { maxDailyLossFraction: Infinity },
    });
    expect(trips).toEqual([`2 trip weekly-loss until ${MONDAY_MS}`, `3 trip monthly-loss until ${31 * DAY_MS}`]);
  });
});

describe('transfers', () => {
  it('R27: a deposit is no gain and a withdrawal no loss', () => {
    const inputs = [cash(1_000, 0), cash(6_000, 1, 5_000), cash(5_990, 2, 5_000), cash(490, 3, -500)];
    expect(dayPnls(inputs, daily(100, 0.05))).toEqual([0, 0, -10, -10]);
    expect(actionsOf(inputs, daily(100, 0.05))).toEqual([]);
  });

  it.each([
    ['hide a loss', [cash(1_000, 0), cash(960, 1), cash(10_000, 2, 9_040), cash(9_895, 3, 9_040)], true],
    ['make one', [cash(1_000, 0), cash(960, 1), cash(96, 2, -864), cash(95.1, 3, -864)], false],
  ])('do not %s as a fraction of what was there', (_name, inputs, isTripped) => {
    // 4 % are gone before the transfer; then another 1.05 % or 0.94 % of what is there.
    expect(actionsOf(inputs, daily(Infinity, 0.05)).length > 0).toBe(isTripped);
  });

  it('count once when they come while a mark is not known', () => {
    const open = { positions: [position({ sizeBase: 1 })] };
    const inputs = [
      accountState({ quoteBalanceUsd: 900, ...open }),
      oracle(100, 1),
      oracle(-1, 2),
      accountState({ quoteBalanceUsd: 1_400, transfersUsd: 500, receivedMs: unixMs(3), ...open }),
      oracle(99, 4),
    ];
    expect(dayPnls(inputs, daily(100, 1))).toEqual([0, -1]);
  });

  it('let an emptied account start anew', () => {
    const inputs = [cash(1_000, 0), cash(0, 1, -1_000), cash(500, 2, -500), cash(480, 3, -500), cash(475, 4, -500)];
    expect(actionsOf(inputs, daily(Infinity, 0.05))).toEqual(['4 trip daily-loss until 86400000']);
  });

  it('R27: change neither the result nor the moment of a stop, whatever comes and goes', () => {
    const steps = fc.array(
      fc.record({
        factor: fc.double({ min: 0.97, max: 1.02, noNaN: true }),
        share: fc.double({ min: -0.9, max: 3, noNaN: true }),
      }),
      { minLength: 1, maxLength: 25 },
    );
    fc.assert(
      fc.property(steps, (given) => {
        const options = only({ maxWeeklyLossFraction: 0.05, maxDrawdownFraction: 0.06, drawdownLockMs: 5 });
        const [still, moved]: [RiskInput[], RiskInput[]] = [[cash(1_000, 0)], [cash(1_000, 0)]];
        let [stillUsd, movedUsd, transfersUsd] = [1_000, 1_000, 0];
        given.forEach(({ factor, share }, index) => {
          stillUsd *= factor;
          movedUsd *= factor;
          still.push(cash(stillUsd, 2 * index + 1));
          moved.push(cash(movedUsd, 2 * index + 1, transfersUsd));
          const transferUsd = movedUsd * share;
          transfersUsd += transferUsd;
          movedUsd += transferUsd;
          still.push(cash(stillUsd, 2 * index + 2));
          moved.push(cash(movedUsd, 2 * index + 2, transfersUsd));
        });
        expect(actionsOf(moved, options)).toEqual(actionsOf(still, options));
      }),
    );
  });

  it('R27: leave the day with equity now - equity at the start - transfers', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -2_000, max: 2_000 })));
    fc.assert(
      fc.property(moves, (given) => {
        let [equityUsd, transfersUsd] = [10_000, 0];
        const inputs: RiskInput[] = [cash(equityUsd, 0)];
        given.forEach(([pnlUsd, transferUsd], index) => {
          equityUsd += pnlUsd + transferUsd;
          transfersUsd += transferUsd;
          inputs.push(cash(equityUsd, index + 1, transfersUsd));
        });
        const last = toldOf(inputs, daily(Infinity, Infinity)).at(-1) as RiskState;
        expect(last.dayPnlUsd).toBeCloseTo(equityUsd - 10_000 - transfersUsd, 6);
      }),
    );
  });
});
