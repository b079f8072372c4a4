import { unixMs, type RiskState } from '@perpstream/core';
import { accountState, block, BTC, position } from '@perpstream/testing';
import fc from 'fast-check';
import { from, Observable } from 'rxjs';
import { actionsOf, cash, command, forcedFill, funding, only, oracle, toldOf } from '../../fixtures/protection-inputs';
import type { RiskInput, RiskOptions } from '../monitor/risk-options';
import { rememberRisk } from './remember-risk';
import { checkRiskMemory, type RiskMemory } from './risk-memory';

const DAY_MS = 86_400_000;
const options = only({
  maxWeeklyLossFraction: 0.1,
  maxMonthlyLossFraction: 0.2,
  maxDrawdownFraction: 0.15,
  drawdownLockMs: 1_000,
  maxFundingPaidFraction: 0.01,
  forcedFillLockMs: Infinity,
});

function memories(inputs: readonly RiskInput[], given: RiskOptions = options): RiskMemory[] {
  const seen: RiskMemory[] = [];
  from(inputs)
    .pipe(rememberRisk(given))
    .subscribe((memory) => seen.push(memory));
  return seen;
}

/** What is left of it after it was written to a file and read again. */
function reread(memory: RiskMemory | undefined): RiskMemory {
  return JSON.parse(JSON.stringify(memory)) as RiskMemory;
}

const after = (inputs: readonly RiskInput[]): RiskOptions => ({ ...options, memory: reread(memories(inputs).at(-1)) });

describe('rememberRisk', () => {
  it('tells starts, results, peak, funding and locks', () => {
    const inputs = [
      cash(1_000, 0),
      cash(1_100, DAY_MS),
      funding(-2, DAY_MS + 1),
      command('stop', DAY_MS + 2),
      cash(1_050, DAY_MS + 3),
    ];
    expect(memories(inputs).at(-1)).toEqual({
      atMs: DAY_MS + 3,
      equityUsd: 1_050,
      dayStartEquityUsd: 1_000,
      weekStartEquityUsd: 1_000,
      monthStartEquityUsd: 1_000,
      peakEquityUsd: 1_100,
      dayPnlUsd: 50,
      weekPnlUsd: 50,
      monthPnlUsd: 50,
      dayFundingPaidUsd: 2,
      locks: [
        {
          protection: 'operator-halt',
          value: 1,
          bound: 0,
          sinceMs: DAY_MS + 2,
          message: 'the operator halted new exposure (stop)',
        },
      ],
    });
  });

  it('emits when account, marks or locks change, from the first equity on', () => {
    const held = accountState({ quoteBalanceUsd: 0, positions: [position()] });
    const inputs = [
      command('stop', 0),
      held,
      oracle(100, 1),
      block(),
      oracle(101, 2),
      oracle(101, 3),
      command('resume', 4),
    ];
    expect(memories(inputs).map(({ equityUsd, locks }) => [equityUsd, locks.length])).toEqual([
      [100, 1],
      [101, 1],
      [101, 0],
    ]);
  });

  it('keeps the peak while the lock of a drawdown holds', () => {
    expect(memories([cash(1_000, 0), cash(800, 1), cash(790, 2)]).at(-1)).toMatchObject({ peakEquityUsd: 1_000 });
    expect(memories([cash(1_000, 0), cash(800, 1), cash(790, 1_001)]).at(-1)).toMatchObject({ peakEquityUsd: 800 });
  });

  it('passes completion and errors on, and lets go of its source', () => {
    const [failed, completed, released] = [jest.fn(), jest.fn(), jest.fn()];
    new Observable<RiskInput>((subscriber) => subscriber.error('over'))
      .pipe(rememberRisk())
      .subscribe({ error: failed });
    from([]).pipe(rememberRisk()).subscribe({ complete: completed });
    new Observable<RiskInput>(() => released).pipe(rememberRisk()).subscribe().unsubscribe();
    expect([failed.mock.calls, completed.mock.calls.length, released.mock.calls.length]).toEqual([[['over']], 1, 1]);
  });
});

describe('a run that remembers', () => {
  it('goes on with the losses of day, week and month', () => {
    const memory = reread(memories([cash(1_000, 0), cash(930, 1)]).at(-1));
    const daily = { ...options, limits: { maxDailyLossUsd: 100, maxDailyLossFraction: Infinity }, memory };
    expect(actionsOf([cash(900, 2)], daily)).toEqual([
      '2 trip daily-loss until 86400000',
      `2 trip weekly-loss until ${4 * DAY_MS}`,
    ]);
    const [state] = toldOf([cash(940, 2)], daily);
    expect(state).toMatchObject({ dayPnlUsd: -60 });
  });

  it('starts the next day from the equity that the last run ended with', () => {
    const [state] = toldOf([cash(905, DAY_MS)], after([cash(1_000, 0), cash(930, 1)]));
    expect(state).toMatchObject({ dayPnlUsd: -25 });
  });

  it('knows the peak', () => {
    expect(actionsOf([cash(850, 9)], after([cash(1_000, 0), cash(950, 1)])).at(-1)).toBe('9 trip drawdown until 1009');
  });

  it('takes a new peak where the lock of a drawdown ran out while nothing ran', () => {
    const memory = after([cash(1_000, 0), cash(901, 1), cash(850, 2)]);
    const fallen = [cash(850, 5_000), cash(800, 5_001), cash(722, 5_002)];
    expect(
      actionsOf(fallen, {
        ...memory,
        protections: only({ maxDrawdownFraction: 0.15, drawdownLockMs: 1_000 }).protections!,
      }),
    ).toEqual(['5000 release drawdown', '5002 trip drawdown until 6002']);
  });

  it('holds on to its locks without telling them again, and lets them go', () => {
    const memory = after([cash(1_000, 0), forcedFill('LIQUIDATED', 1), command('halt-new-exposure', 2)]);
    const [state] = toldOf([cash(1_000, 3)], memory);
    expect(state).toMatchObject({
      isHalted: true,
      locks: [
        { protection: 'forced-fill', untilMs: Infinity },
        { protection: 'operator-halt', untilMs: Infinity },
      ],
    });
    expect(actionsOf([cash(1_000, 3), command('resume', 4)], memory)).toEqual([
      '4 release operator-halt',
      '4 release forced-fill',
    ]);
  });

  it('knows the funding paid since midnight, until midnight', () => {
    const memory = after([cash(1_000, 0), funding(-9, 1), cash(991, 2)]);
    expect(actionsOf([cash(990, 3), funding(-1, 4)], memory)).toEqual(['4 trip funding-cost until 86400000']);
    expect(actionsOf([cash(990, DAY_MS), funding(-1, DAY_MS + 1)], memory)).toEqual([]);
  });

  it('counts the transfers of the new run alone', () => {
    const memory = after([cash(1_000, 0), cash(6_000, 1, 5_000)]);
    const [state] = toldOf([cash(7_000, 2, 1_000)], memory);
    expect(state).toMatchObject({ dayPnlUsd: 0 });
  });

  it('does not hold on to a frozen oracle, which is seen again if it still is', () => {
    const lock = { protection: 'oracle-freeze', value: 1, bound: 1, sinceMs: 0, message: 'test' } as const;
    const [base] = memories([cash(1_000, 0)]);
    const memory = { ...base!, locks: [lock, { ...lock, marketId: BTC, untilMs: 50 }] };
    expect(actionsOf([cash(1_000, 60)], { ...options, memory })).toEqual(['60 release oracle-freeze BTC-USD']);
    expect(toldOf([cash(1_000, 60)], { ...options, memory }).at(-1)).toMatchObject({ locks: [] });
  });

  it('does, over a restart anywhere, what one without it does', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: DAY_MS }), fc.double({ min: 0.93, max: 1.04, noNaN: true })),
      {
        minLength: 2,
        maxLength: 25,
      },
    );
    fc.assert(
      fc.property(steps, fc.nat(), (given, cut) => {
        let [atMs, equityUsd] = [0, 1_000];
        const inputs = given.map(([passedMs, factor]) => cash((equityUsd *= factor), (atMs += passedMs)));
        const index = 1 + (cut % (inputs.length - 1));
        const whole = toldOf(inputs, options);
        const first = toldOf(inputs.slice(0, index), options);
        const second = toldOf(inputs.slice(index), after(inputs.slice(0, index)));
        const inShort = (events: typeof whole): unknown[] =>
          events.map((event) => (event.kind === 'risk' ? shortOf(event) : event.kind));
        expect(inShort([...first, ...second])).toEqual(inShort(whole));
      }),
    );
  });
});

function shortOf({ dayPnlUsd, locks }: RiskState): unknown {
  return [Math.round(dayPnlUsd * 1e6), locks.map(({ protection, untilMs }) => [protection, untilMs])];
}

describe('checkRiskMemory', () => {
  const [memory] = memories([cash(1_000, 5)]);

  it.each([
    ['a number that is none', { equityUsd: NaN }, 'memory.equityUsd must be finite, was NaN'],
    ['a number that is absent', { peakEquityUsd: undefined }, 'memory.peakEquityUsd must be finite, was undefined'],
  ])('throws for %s', (_name, given, message) => {
    const broken: object = { ...memory, ...given };
    expect(() => checkRiskMemory(broken as RiskMemory)).toThrow(new RangeError(message));
  });

  it('throws for the times of a lock', () => {
    const lock = { protection: 'drawdown', value: 1, bound: 1, sinceMs: unixMs(0), message: 'test' } as const;
    const withLock = (given: object): RiskMemory => ({ ...memory!, locks: [{ ...lock, ...given }] });
    expect(() => checkRiskMemory(withLock({ untilMs: NaN }))).toThrow(
      'memory.locks: untilMs of drawdown must be finite',
    );
    expect(() => checkRiskMemory(withLock({ sinceMs: Infinity }))).toThrow('memory.locks: sinceMs of drawdown must be');
    expect(checkRiskMemory(withLock({}))).toEqual(withLock({}));
  });
});
