import { unixMs, type OperatorCommand, type RiskAction, type RiskState } from '@perpstream/core';
import {
  accountState,
  block,
  bookUpdate,
  BTC,
  dataQuality,
  ETH,
  marketContext,
  marketRules,
  position,
} from '@perpstream/testing';
import fc from 'fast-check';
import { filter, from, Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { monitorRisk } from './monitor-risk';
import type { RiskInput, RiskOptions } from './risk-options';

const eth = marketContext({
  marketId: ETH,
  rules: marketRules({ marketId: ETH }),
  oraclePriceUsd: 10,
  receivedMs: unixMs(5),
});
const halt: OperatorCommand = { kind: 'command', receivedUs: 7_000, command: 'halt-new-exposure' };
const resume: OperatorCommand = { kind: 'command', receivedUs: 8_000, command: 'resume' };

function seenOf(inputs: readonly RiskInput[], options?: RiskOptions): (RiskState | RiskAction)[] {
  const seen: (RiskState | RiskAction)[] = [];
  from(inputs)
    .pipe(monitorRisk(options))
    .subscribe((event) => seen.push(event));
  return seen;
}

function states(inputs: readonly RiskInput[], options?: RiskOptions): RiskState[] {
  return seenOf(inputs, options).filter((event) => event.kind === 'risk');
}

describe('monitorRisk', () => {
  it('states the risk of the account and of every position', () => {
    const account = accountState({
      quoteBalanceUsd: -700,
      positions: [
        position({ sizeBase: 10, entryPriceUsd: 90 }),
        position({ marketId: ETH, sizeBase: -20, entryPriceUsd: 12 }),
      ],
      receivedMs: unixMs(9),
      cause: 42,
    });
    // Equity -700 + 1,000 - 200 = 100; margin 5 % and 3 % of 1,200.
    expect(states([marketContext(), eth, account])).toEqual([
      {
        kind: 'risk',
        receivedMs: 9,
        cause: 42,
        equityUsd: 100,
        initialMarginUsd: 60,
        maintenanceMarginUsd: 36,
        freeCollateralUsd: 40,
        grossNotionalUsd: 1_200,
        leverage: 12,
        marginUsage: 0.6,
        dayPnlUsd: 0,
        level: 'warning',
        timeToLiquidationMs: Infinity,
        locks: [],
        isHalted: false,
        positions: [
          {
            marketId: BTC,
            sizeBase: 10,
            oraclePriceUsd: 100,
            notionalUsd: 1_000,
            unrealizedPnlUsd: 100,
            initialMarginUsd: 50,
            maintenanceMarginUsd: 30,
            liquidationPriceUsd: 906 / 9.7,
            liquidationDistance: expect.closeTo(64 / 970, 12) as number,
          },
          {
            marketId: ETH,
            sizeBase: -20,
            oraclePriceUsd: 10,
            notionalUsd: -200,
            unrealizedPnlUsd: 40,
            initialMarginUsd: 10,
            maintenanceMarginUsd: 6,
            liquidationPriceUsd: expect.closeTo(270 / 20.6, 12) as number,
            liquidationDistance: expect.closeTo(64 / 206, 12) as number,
          },
        ],
      },
    ]);
  });

  it('has no liquidation price for a position that is paid for', () => {
    const [state] = states([marketContext(), accountState({ quoteBalanceUsd: 1, positions: [position()] })]);
    expect(state?.positions).toMatchObject([{ liquidationPriceUsd: undefined, liquidationDistance: Infinity }]);
  });

  it('is silent until the account and every input for its positions are known', () => {
    const { rules, oraclePriceUsd, ...bare } = marketContext();
    const account = accountState({ quoteBalanceUsd: 0, positions: [position()] });
    const priced = { ...bare, oraclePriceUsd: oraclePriceUsd! };
    const seen = states([priced, account, eth, dataQuality(), priced, { ...priced, rules: rules! }]);
    expect(seen.map(({ equityUsd }) => equityUsd)).toEqual([100]);
  });

  it('is silent while the balance is no number', () => {
    expect(states([{ ...accountState(), quoteBalanceUsd: NaN }])).toEqual([]);
  });

  it('emits on account events and when a mark of an open position changes, not otherwise', () => {
    const open = accountState({ quoteBalanceUsd: 0, positions: [position()] });
    const up = marketContext({ oraclePriceUsd: 104, receivedMs: unixMs(11), cause: 3 });
    const same = marketContext({ oraclePriceUsd: 104, nextFundingRate1h: 0.00001 });
    const closed = accountState({ receivedMs: unixMs(13) });
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(({ hot, expectObservable }) => {
      const values = { c: marketContext(), o: open, u: up, s: same, e: eth, b: bookUpdate(), k: block(), x: closed };
      const source$ = hot('-c-o-b-k-e-u-s-x-u-|', values);
      const expected = '   ---o-------u---x---|';
      const [opened, moved, flat] = states([marketContext(), open, up, closed]);
      const states$ = source$.pipe(
        monitorRisk(),
        filter(({ kind }) => kind === 'risk'),
      );
      expectObservable(states$).toBe(expected, { o: opened, u: moved, x: flat });
      expect(moved).toMatchObject({ equityUsd: 104, dayPnlUsd: 4, receivedMs: 11, cause: 3 });
    });
  });

  it('says when the operator halts and resumes, once each', () => {
    const seen = states([accountState({ cause: 6 }), halt, halt, resume, resume]);
    expect(seen.map(({ isHalted, receivedMs, cause }) => [isHalted, receivedMs, cause])).toEqual([
      [false, 0, 6],
      [true, 7, 6],
      [false, 8, 6],
    ]);
  });

  it('is halted by the loss of the day', () => {
    const open = accountState({ quoteBalanceUsd: 0, positions: [position({ sizeBase: 10 })] });
    const seen = states(
      [marketContext(), open, marketContext({ oraclePriceUsd: 97 }), marketContext({ oraclePriceUsd: 99 })],
      {
        limits: { maxDailyLossFraction: 0.03 },
      },
    );
    expect(seen.map(({ isHalted, dayPnlUsd }) => [isHalted, dayPnlUsd])).toEqual([
      [false, 0],
      [true, -30],
      [true, -10],
    ]);
  });

  it('uses the initial margin at the present open interest', () => {
    const rules = marketRules({ openInterestLowerCapUsd: 50_000, openInterestUpperCapUsd: 150_000 });
    const open = accountState({ positions: [position()] });
    const seen = states([marketContext({ rules, openInterestBase: 1_000 }), open]);
    expect(seen[0]).toMatchObject({ initialMarginUsd: 52.5, maintenanceMarginUsd: 3 });
  });

  it('tells what tripped and which level begins before the state that shows both', () => {
    const open = accountState({ quoteBalanceUsd: -95, positions: [position()], cause: 4 });
    const seen = seenOf([marketContext(), open, marketContext({ oraclePriceUsd: 99, cause: 9 })]);
    expect(seen.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['level', 4],
      ['trip', 4],
      ['risk', 4],
      ['trip', 9],
      ['trip', 9],
      ['trip', 9],
      ['trip', 9],
      ['risk', 9],
    ]);
    expect(seen.at(-1)).toMatchObject({
      level: 'critical',
      isHalted: true,
      locks: ['deleveraging', 'daily-loss', 'weekly-loss', 'monthly-loss', 'drawdown'].map((protection) => ({
        protection,
      })),
    });
  });

  it('says so when a lock ends by time alone, with an event of any kind', () => {
    const jump = marketContext({ marketId: ETH, oraclePriceUsd: 10, receivedMs: unixMs(1) });
    const seen = seenOf([
      accountState(),
      marketContext({ marketId: ETH }),
      jump,
      block({ receivedMs: unixMs(300_000) }),
      block({ receivedMs: unixMs(300_001), cause: 7 }),
    ]);
    const ends = seen.slice(-2);
    expect(ends).toMatchObject([
      { kind: 'release', receivedMs: 300_001, cause: 7, lock: { protection: 'price-jump', marketId: ETH } },
      { kind: 'risk', receivedMs: 300_001, locks: [], isHalted: false },
    ]);
    expect(seen.flatMap((event) => (event.kind === 'risk' ? [event.locks.length] : []))).toEqual([0, 1, 0]);
  });

  it('is not halted as a whole by the lock of one market', () => {
    const jump = marketContext({ marketId: ETH, oraclePriceUsd: 10, receivedMs: unixMs(1) });
    expect(states([accountState(), marketContext({ marketId: ETH }), jump]).at(-1)).toMatchObject({
      isHalted: false,
      locks: [{ protection: 'price-jump', marketId: ETH }],
    });
  });

  it('tells when the account is liquidated if marks go on as they went', () => {
    const open = accountState({ quoteBalanceUsd: -60, positions: [position()] });
    const falls = [60_000, 120_000].map((atMs) =>
      marketContext({ oraclePriceUsd: 100 - atMs / 60_000, receivedMs: unixMs(atMs) }),
    );
    // At 98 USD the cushion is 38 - 2.94 and shrinks by 0.97 a minute.
    expect(states([marketContext(), open, ...falls]).at(-1)?.timeToLiquidationMs).toBeCloseTo(
      (35.06 / 0.97) * 60_000,
      3,
    );
  });

  it('tells the same of the same inputs, whatever they are, and never trips what is tripped', () => {
    const event = fc.record({
      kind: fc.integer({ min: 0, max: 4 }),
      gapMs: fc.integer({ min: 0, max: 40_000 }),
      size: fc.double({ min: -1, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (given) => {
        let atMs = 0;
        const inputs = given.map(({ kind, gapMs, size }): RiskInput => {
          const receivedMs = unixMs((atMs += gapMs));
          if (kind === 0)
            return accountState({
              quoteBalanceUsd: 500 * size,
              positions: [position({ sizeBase: 5 * size })],
              receivedMs,
            });
          if (kind === 1)
            return marketContext({ oraclePriceUsd: 100 * (1 + size / 5), nextFundingRate1h: size / 1_000, receivedMs });
          if (kind === 2) return bookUpdate({ bids: [[99 + size, 1]], asks: [[101 + size, 1]], receivedMs });
          if (kind === 3)
            return size > 0 ? { ...halt, receivedUs: atMs * 1_000 } : { ...resume, receivedUs: atMs * 1_000 };
          return block({ receivedMs });
        });
        const seen = seenOf(inputs);
        expect(seenOf(inputs)).toEqual(seen);
        const held = new Set<string>();
        for (const action of seen) {
          if (action.kind !== 'trip' && action.kind !== 'release') continue;
          const key = `${action.lock.protection} ${action.lock.marketId}`;
          expect(held.has(key)).toBe(action.kind === 'release');
          if (action.kind === 'trip') held.add(key);
          else held.delete(key);
          if (action.kind === 'trip' || action.lock.untilMs === Infinity) continue;
          expect(action.receivedMs).toBeGreaterThanOrEqual(action.lock.untilMs);
        }
      }),
    );
  });

  it('passes completion and errors on, and lets go of its source', () => {
    const failed = jest.fn();
    new Observable<RiskInput>((subscriber) => subscriber.error('over'))
      .pipe(monitorRisk())
      .subscribe({ error: failed });
    expect(failed).toHaveBeenCalledWith('over');
    const released = jest.fn();
    new Observable<RiskInput>(() => released).pipe(monitorRisk()).subscribe().unsubscribe();
    expect(released).toHaveBeenCalledTimes(1);
  });

  it('starts afresh for every subscription', () => {
    const operator = monitorRisk();
    const run = (inputs: readonly RiskInput[]): number => {
      let seen = 0;
      from(inputs)
        .pipe(operator)
        .subscribe(() => (seen += 1));
      return seen;
    };
    const open = accountState({ positions: [position()] });
    expect([run([marketContext(), open]), run([open])]).toEqual([1, 0]);
  });

  it('throws for an option out of its range when it is called', () => {
    expect(() => monitorRisk({ limits: { maxMarginUsage: 2 } })).toThrow(RangeError);
  });
});
