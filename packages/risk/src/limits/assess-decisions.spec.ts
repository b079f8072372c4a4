import {
  marketId,
  unixMs,
  type AccountState,
  type DecisionVerdict,
  type MarketId,
  type OpenOrder,
  type Position,
  type StrategyDecision,
} from '@perpstream/core';
import {
  accountState,
  barClosed,
  block,
  bookUpdate,
  BTC,
  clockSkew,
  dataQuality,
  flowWindow,
  forcedFlow,
  statusChange,
  ETH,
  marketContext,
  marketRules,
  orderIntent,
  position,
  targetDecision,
  tradeFlow,
} from '@perpstream/testing';
import * as fc from 'fast-check';
import { from, NEVER, Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { liquidationDistance, liquidationPrice } from '../liquidation/liquidation-price';
import { accountMargin } from '../margin/account-margin';
import type { RiskInput } from '../monitor/risk-options';
import { assessDecisions } from './assess-decisions';
import { riskLimits, type RiskLimits } from './risk-limits';

const names: readonly MarketId[] = [BTC, ETH, ...[...'ABCDEFGH'].map((letter) => marketId(`${letter}-USD`))];

function live(market: MarketId, oraclePriceUsd = 100): RiskInput[] {
  const rules = marketRules({ marketId: market });
  return [marketContext({ marketId: market, oraclePriceUsd, rules }), dataQuality({ marketId: market })];
}

const markets: readonly RiskInput[] = names.flatMap((market) => live(market));

function verdicts(limits: Partial<RiskLimits>, inputs: readonly (RiskInput | StrategyDecision)[]): DecisionVerdict[] {
  const seen: DecisionVerdict[] = [];
  from(inputs)
    .pipe(assessDecisions({ limits }))
    .subscribe((verdict) => seen.push(verdict));
  return seen;
}

function ask(market: MarketId, targetNotionalUsd: number): StrategyDecision {
  return targetDecision({ marketId: market, targetNotionalUsd });
}

/** What may be held after each verdict; undefined where nothing was let through. */
function granted(seen: readonly DecisionVerdict[]): (number | undefined)[] {
  return seen.map(({ kind, decision }) =>
    kind === 'refused' || decision.kind !== 'target' ? undefined : decision.targetNotionalUsd,
  );
}

describe('decisions before the account shows them', () => {
  const limits: Partial<RiskLimits> = {
    maxPositionNotionalUsd: 4_000,
    maxGrossNotionalUsd: 10_000,
    maxNetNotionalUsd: Infinity,
    maxCorrelatedFraction: Infinity,
    maxLeverage: 100,
    maxMarginUsage: 1,
    minLiquidationDistance: 0,
  };
  const after = (...decisions: (RiskInput | StrategyDecision)[]): (number | undefined)[] =>
    granted(verdicts(limits, [...markets, accountState(), ...decisions]));

  it('share one gross limit, ten of them at once', () => {
    const seen = after(...names.map((market, index) => ask(market, index % 2 === 0 ? 3_000 : -3_000)));
    expect(seen.slice(0, 4)).toEqual([3_000, -3_000, 3_000, -1_000]);
    expect(seen.slice(4)).toEqual(Array(6).fill(undefined));
  });

  it('take the place of the earlier one of their market', () => {
    expect(after(ask(BTC, 4_000), ask(ETH, 4_000), ask(BTC, 500), ask(names[2]!, 9_000))).toEqual([
      4_000, 4_000, 500, 4_000,
    ]);
    expect(after(ask(BTC, 4_000), ask(ETH, 4_000), ask(BTC, 0), ask(names[2]!, 4_000))).toEqual([
      4_000, 4_000, 0, 4_000,
    ]);
  });

  it('reserve nothing and release nothing when they are refused', () => {
    const blocked = dataQuality({ marketId: BTC, level: 'stale' });
    expect(after(ask(BTC, 4_000), ask(ETH, 4_000), blocked, ask(BTC, 1_000), ask(names[2]!, 4_000))).toEqual([
      4_000,
      4_000,
      undefined,
      2_000,
    ]);
    expect(after(ask(ETH, 4_000), blocked, ask(BTC, 4_000), ask(names[2]!, 4_000), ask(names[3]!, 4_000))).toEqual([
      4_000,
      undefined,
      4_000,
      2_000,
    ]);
  });

  /** Bought and sold at the mark: equity stays 10,000 USD. */
  const holds = (...positions: Position[]): AccountState => {
    const spentUsd = positions.reduce((sum, { sizeBase }) => sum + sizeBase * 100, 0);
    return accountState({ quoteBalanceUsd: 10_000 - spentUsd, positions });
  };
  const held = (market: MarketId, sizeBase: number): Position => position({ marketId: market, sizeBase });

  it('still count while the account shows a part of them', () => {
    const part = [ask(BTC, 4_000), holds(held(BTC, 15)), ask(ETH, 4_000), ask(names[2]!, 4_000)];
    expect(after(...part)).toEqual([4_000, 4_000, 2_000]);
  });

  it('are counted once when the account shows them, as a position or as a working order', () => {
    const working: OpenOrder = {
      ...orderIntent(),
      filledQuantums: 0n as OpenOrder['filledQuantums'],
      remainingBase: 40,
      status: 'open',
      submittedMs: unixMs(0),
    };
    expect(after(ask(BTC, 4_000), holds(held(BTC, 40)), ask(ETH, 4_000), ask(names[2]!, 4_000))).toEqual([
      4_000, 4_000, 2_000,
    ]);
    const ordered = accountState({ openOrders: [working] });
    expect(after(ask(BTC, 4_000), ordered, ask(ETH, 4_000), ask(names[2]!, 4_000))).toEqual([4_000, 4_000, 2_000]);
  });

  it('count in full while the account shows a little less', () => {
    const rounded = [ask(BTC, 4_000), holds(held(BTC, 39.7)), ask(ETH, 4_000), ask(names[2]!, 4_000)];
    expect(after(...rounded)).toEqual([4_000, 4_000, 2_000]);
  });

  it('stop to count when the account has shown them and then holds less', () => {
    const closed = [ask(BTC, 4_000), holds(held(BTC, 39.7)), holds(), ask(ETH, 4_000), ask(names[2]!, 4_000)];
    expect(after(...closed)).toEqual([4_000, 4_000, 4_000]);
    const liquidated = [
      ask(BTC, -4_000),
      holds(held(BTC, -40)),
      holds(held(BTC, -10)),
      ask(ETH, 4_000),
      ask(names[2]!, 9_999),
    ];
    expect(after(...liquidated)).toEqual([-4_000, 4_000, 4_000]);
  });

  it('count the larger of what is held and what replaces it, until the account shows the change', () => {
    const flip = [holds(held(BTC, 40)), ask(BTC, -1_000), ask(ETH, 4_000), ask(names[2]!, 4_000)];
    expect(after(...flip)).toEqual([-1_000, 4_000, 2_000]);
  });
});

describe('approved targets, taken together', () => {
  const market = fc.constantFrom(...names);
  const notional = fc.double({ min: -40_000, max: 40_000, noNaN: true });

  const someLimits = fc.record({
    maxPositionNotionalUsd: fc.double({ min: 100, max: 20_000, noNaN: true }),
    maxGrossNotionalUsd: fc.double({ min: 100, max: 60_000, noNaN: true }),
    maxNetNotionalUsd: fc.double({ min: 100, max: 40_000, noNaN: true }),
    maxConcentration: fc.double({ min: 0.05, max: 1, noNaN: true }),
    concentrationFloorUsd: fc.double({ min: 0, max: 5_000, noNaN: true }),
    maxCorrelatedFraction: fc.double({ min: 0.05, max: 2, noNaN: true }),
    maxLeverage: fc.double({ min: 0.1, max: 10, noNaN: true }),
    maxMarginUsage: fc.double({ min: 0.01, max: 1, noNaN: true }),
    minLiquidationDistance: fc.double({ min: 0, max: 0.9, noNaN: true }),
  });

  it('keep every limit at the marks they were judged at, whatever their order', () => {
    fc.assert(
      fc.property(someLimits, fc.array(fc.tuple(market, notional), { minLength: 1, maxLength: 30 }), (given, asked) => {
        const limits = riskLimits(given);
        const targets = new Map<MarketId, number>();
        const decisions = asked.map(([name, targetNotionalUsd]) => ask(name, targetNotionalUsd));
        for (const { kind, decision } of verdicts(given, [...markets, accountState(), ...decisions])) {
          if (kind !== 'refused' && decision.kind === 'target')
            targets.set(decision.marketId, decision.targetNotionalUsd);
          const positions = [...targets.values()].map((usd) => ({
            sizeBase: usd / 100,
            oraclePriceUsd: 100,
            initialMarginFraction: 0.05,
            maintenanceMarginFraction: 0.03,
          }));
          // Bought and sold at the mark: equity stays 10,000 USD.
          const balanceUsd = 10_000 - [...targets.values()].reduce((sum, usd) => sum + usd, 0);
          const margin = accountMargin(balanceUsd, positions);
          const most = 1 + 1e-9;
          expect(Math.max(...[...targets.values(), 0].map(Math.abs))).toBeLessThanOrEqual(given.maxPositionNotionalUsd);
          expect(margin.grossNotionalUsd).toBeLessThanOrEqual(limits.maxGrossNotionalUsd * most);
          expect(margin.leverage).toBeLessThanOrEqual(limits.maxLeverage * most);
          expect(margin.marginUsage).toBeLessThanOrEqual(limits.maxMarginUsage * most);
          for (const held of positions.filter(({ sizeBase }) => sizeBase !== 0)) {
            const distance = liquidationDistance(held, liquidationPrice(held, margin));
            expect(distance).toBeGreaterThanOrEqual(limits.minLiquidationDistance - 1e-9);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('pass unchanged when what was trimmed is asked again, and a bit more is trimmed again', () => {
    const sizeBase = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      fc.property(someLimits, sizeBase, sizeBase, notional, (limits, held, other, asked) => {
        const positions = [position({ sizeBase: held }), position({ marketId: ETH, sizeBase: other })];
        const before = [...markets, accountState({ positions: positions.filter((open) => open.sizeBase !== 0) })];
        const [first] = verdicts(limits, [...before, ask(BTC, asked)]);
        const [allowed] = granted([first!]);
        if (first?.kind !== 'trimmed' || allowed === undefined || allowed === 0) return;
        const [again, more] = verdicts(limits, [...before, ask(BTC, allowed), ask(BTC, allowed * (1 + 1e-9))]);
        expect(Math.abs(allowed)).toBeLessThan(Math.abs(asked));
        expect(again?.kind).toBe('approved');
        expect(more?.kind).not.toBe('approved');
      }),
      { numRuns: 150 },
    );
  });

  it('that reduce are never refused and never trimmed', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const blocks = fc.subarray<RiskInput>([
      dataQuality({ level: 'stale', ageMs: 60_000 }),
      marketContext({ status: 'PAUSED' }),
      { kind: 'command', receivedUs: 0, command: 'halt-new-exposure' },
      accountState({ quoteBalanceUsd: -1e6, positions: [position({ sizeBase: 7 })] }),
    ]);
    fc.assert(
      fc.property(someLimits, blocks, share, (limits, blocking, kept) => {
        const account = accountState({ positions: [position({ sizeBase: 7 })] });
        const [only] = verdicts(limits, [...markets, account, ...blocking, ask(BTC, 700 * kept)]);
        expect(only?.kind).toBe('approved');
      }),
    );
  });
});

describe('assessDecisions', () => {
  const inputs = [...markets, accountState(), ask(BTC, 1_000), ask(BTC, 1_000_000)];

  it('emits one verdict per decision, at once and in order, and completes with its source', () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(
      ({ hot, expectObservable, expectSubscriptions }) => {
        const values = { f: accountState(), c: marketContext(), q: dataQuality(), d: ask(BTC, 100), b: block() };
        const source$ = hot('  -(fcq)-b--d-(dd)-|', values);
        const subs = '         ^----------------!';
        const verdict = verdicts({}, [accountState(), marketContext(), dataQuality(), ask(BTC, 100)])[0];
        const expected = '     ----------v-(vv)-|';
        expectObservable(source$.pipe(assessDecisions())).toBe(expected, { v: verdict });
        expectSubscriptions(source$.subscriptions).toBe(subs);
      },
    );
  });

  it('says nothing for other inputs', () => {
    const others = [bookUpdate(), tradeFlow(), flowWindow(), forcedFlow(), barClosed(), block(), clockSkew()];
    const known = [marketContext(), statusChange(), dataQuality(), dataQuality(), accountState()];
    expect(verdicts({}, [...others, ...known])).toEqual([]);
  });

  it('passes the error of its source on, and lets go of it when unsubscribed', () => {
    const failed = jest.fn();
    new Observable<StrategyDecision>((subscriber) => subscriber.error('over'))
      .pipe(assessDecisions())
      .subscribe({ error: failed });
    expect(failed).toHaveBeenCalledWith('over');
    const released = jest.fn();
    const source$ = new Observable<StrategyDecision>(() => released);
    source$.pipe(assessDecisions()).subscribe().unsubscribe();
    expect(released).toHaveBeenCalledTimes(1);
  });

  it('starts afresh for every subscription', () => {
    const operator = assessDecisions({ limits: { maxGrossNotionalUsd: 1_500 } });
    const run = (): DecisionVerdict[] => {
      const seen: DecisionVerdict[] = [];
      from(inputs)
        .pipe(operator)
        .subscribe((verdict) => seen.push(verdict));
      return seen;
    };
    expect(run()).toEqual(run());
  });

  it('throws for an option out of its range when it is called', () => {
    expect(() => assessDecisions({ limits: { maxLeverage: 0 } })).toThrow(/limits.maxLeverage/);
    expect(() => assessDecisions({ inFlightOrderMs: 0 })).toThrow('inFlightOrderMs must be > 0, was 0');
    expect(() => assessDecisions({ dayStartEquityUsd: NaN })).toThrow('dayStartEquityUsd must be finite, was NaN');
    expect(NEVER.pipe(assessDecisions())).toBeInstanceOf(Observable);
  });
});
