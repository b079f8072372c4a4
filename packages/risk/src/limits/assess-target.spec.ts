import {
  unixMs,
  type AccountState,
  type DecisionVerdict,
  type LimitName,
  type MarketContext,
  type OpenOrder,
  type OperatorCommand,
  type StrategyDecision,
  type TargetDecision,
} from '@perpstream/core';
import {
  accountState,
  BTC,
  dataQuality,
  ETH,
  marketContext,
  marketRules,
  orderIntent,
  position,
  targetDecision,
} from '@perpstream/testing';
import { from } from 'rxjs';
import { NO_LIMITS } from '../../fixtures/no-limits';
import type { RiskInput } from '../monitor/risk-options';
import { assessDecisions } from './assess-decisions';
import type { RiskLimits } from './risk-limits';

/** Two live markets at 100 USD; initial margin 5 %, maintenance margin 3 %. */
const markets: readonly RiskInput[] = [
  marketContext(),
  dataQuality(),
  marketContext({ marketId: ETH }),
  dataQuality({ marketId: ETH }),
];

/** 10,000 USD of equity, 3,000 of it in a long of the other market. */
const invested = accountState({ quoteBalanceUsd: 7_000, positions: [position({ marketId: ETH, sizeBase: 30 })] });

function verdicts(limits: Partial<RiskLimits>, ...inputs: (RiskInput | StrategyDecision)[]): DecisionVerdict[] {
  const seen: DecisionVerdict[] = [];
  from([...markets, ...inputs])
    .pipe(assessDecisions({ limits }))
    .subscribe((verdict) => seen.push(verdict));
  return seen;
}

function verdict(limits: Partial<RiskLimits>, ...inputs: (RiskInput | StrategyDecision)[]): DecisionVerdict {
  return verdicts(limits, ...inputs).at(-1)!;
}

function target(targetNotionalUsd: number, given: Partial<TargetDecision> = {}): TargetDecision {
  return targetDecision({ ...given, targetNotionalUsd });
}

function targetOf({ decision }: DecisionVerdict): number | undefined {
  return decision.kind === 'target' ? decision.targetNotionalUsd : undefined;
}

function limitsOf(given: DecisionVerdict): LimitName[] {
  return given.kind === 'approved' ? [] : given.by.map(({ limit }) => limit);
}

function openOrder(given: Partial<OpenOrder> = {}): OpenOrder {
  return {
    ...orderIntent(),
    filledQuantums: 0n as OpenOrder['filledQuantums'],
    remainingBase: 1,
    status: 'open',
    submittedMs: unixMs(0),
    ...given,
  };
}

function command(name: 'halt-new-exposure' | 'resume' | 'stop'): OperatorCommand {
  return { kind: 'command', receivedUs: 0, command: name };
}

describe('a target at its bound', () => {
  // Bounds of the traded market, worked out by hand; equity is 10,000 USD, the other market holds 3,000 USD long.
  const cases: readonly [LimitName, Partial<RiskLimits>, 1 | -1, number, number][] = [
    ['max-position-notional', { maxPositionNotionalUsd: 5_000 }, 1, 5_000, 5_000],
    ['max-position-notional', { maxPositionNotionalUsd: 5_000 }, -1, 5_000, 5_000],
    ['max-gross-notional', { maxGrossNotionalUsd: 8_000 }, 1, 5_000, 8_000],
    ['max-gross-notional', { maxGrossNotionalUsd: 8_000 }, -1, 5_000, 8_000],
    ['max-net-notional', { maxNetNotionalUsd: 5_000 }, 1, 2_000, 5_000],
    ['max-net-notional', { maxNetNotionalUsd: 5_000 }, -1, 8_000, 5_000],
    // x / (3,000 + x) = 1 / 4
    ['concentration', { maxConcentration: 0.25, concentrationFloorUsd: 0 }, 1, 1_000, 0.25],
    ['concentration', { maxConcentration: 0.25, concentrationFloorUsd: 999 }, -1, 1_000, 0.25],
    // Half of 10,000, less 3,000 that are taken to move along with a long.
    ['correlation', { maxCorrelatedFraction: 0.5, maxGrossNotionalUsd: 10_000 }, 1, 2_000, 0.5],
    ['correlation', { maxCorrelatedFraction: 0.5, maxGrossNotionalUsd: 10_000 }, -1, 5_000, 0.5],
    // 2 x 10,000 - 3,000
    ['max-leverage', { maxLeverage: 2 }, 1, 17_000, 2],
    ['max-leverage', { maxLeverage: 2 }, -1, 17_000, 2],
    // (50 % of 10,000 - 150 for the other) / 5 %
    ['free-collateral', { maxMarginUsage: 0.5 }, 1, 97_000, 5_000],
    ['free-collateral', { maxMarginUsage: 0.5 }, -1, 97_000, 5_000],
    // (10,000 - 90) / (0.03 + 0.25 x 0.97), and 1.03 for a short
    ['min-liquidation-distance', { minLiquidationDistance: 0.25 }, 1, 9_910 / 0.2725, 0.25],
    ['min-liquidation-distance', { minLiquidationDistance: 0.25 }, -1, 9_910 / 0.2875, 0.25],
    // The other market's own liquidation price comes nearer: (10,000 - 90 - 0.8 x 3,000 x 0.97) / 0.03 is far; not binding.
    ['min-liquidation-distance', { minLiquidationDistance: 0.8 }, 1, 9_910 / (0.03 + 0.8 * 0.97), 0.8],
  ];

  it.each(cases)('%s %j, side %d: passes below and at it, is trimmed above', (limit, given, sign, boundUsd, bound) => {
    const limits = { ...NO_LIMITS, ...given };
    for (const passing of [boundUsd * 0.999, boundUsd * (1 - 1e-12)]) {
      expect(verdict(limits, invested, target(sign * passing))).toMatchObject({ kind: 'approved' });
    }
    const above = verdict(limits, invested, target(sign * boundUsd * 1.001));
    expect(above).toMatchObject({ kind: 'trimmed', askedNotionalUsd: sign * boundUsd * 1.001 });
    expect(limitsOf(above)).toEqual([limit]);
    expect(targetOf(above)! / (sign * boundUsd)).toBeCloseTo(1, 12);
    const [hit] = above.kind === 'trimmed' ? above.by : [];
    expect(hit!.bound).toBeCloseTo(bound, 9);
    const worse = limit === 'free-collateral' || limit === 'min-liquidation-distance' ? -1 : 1;
    expect((hit!.value - bound) * worse).toBeGreaterThan(0);
    expect(hit!.message).toMatch(/^[^\n]+$/);
  });

  it.each(cases)(
    '%s %j, side %d: what was trimmed passes when asked again, a bit more is trimmed again',
    (_l, given, sign, boundUsd) => {
      const limits = { ...NO_LIMITS, ...given };
      const first = verdict(limits, invested, target(sign * boundUsd * 3));
      const again = target(targetOf(first)!);
      const more = target(targetOf(first)! * (1 + 1e-9));
      const [, second, third] = verdicts(limits, invested, target(sign * boundUsd * 3), again, more);
      expect(second).toMatchObject({ kind: 'approved', decision: again });
      expect(third).toMatchObject({ kind: 'trimmed' });
      expect(targetOf(third!)).toBe(targetOf(first));
    },
  );

  it('is approved unchanged exactly at a bound', () => {
    const decision = target(5_000);
    const limits = { ...NO_LIMITS, maxPositionNotionalUsd: 5_000, maxGrossNotionalUsd: 8_000 };
    expect(verdict(limits, invested, decision)).toEqual({
      kind: 'approved',
      subject: 'decision',
      marketId: BTC,
      receivedMs: 0,
      cause: 0,
      decision,
    });
  });

  it('names every limit that bit and keeps the tightest', () => {
    const limits = { ...NO_LIMITS, maxPositionNotionalUsd: 6_000, maxGrossNotionalUsd: 8_000, maxLeverage: 2 };
    const trimmed = verdict(limits, invested, target(7_000));
    expect(limitsOf(trimmed)).toEqual(['max-position-notional', 'max-gross-notional']);
    expect(targetOf(trimmed)).toBe(5_000);
  });

  it('leaves the headroom that was asked for when it trims, and only then', () => {
    const limits = { ...NO_LIMITS, maxPositionNotionalUsd: 5_000, trimHeadroom: 0.02 };
    expect(targetOf(verdict(limits, invested, target(9_000)))).toBe(4_900);
    expect(verdict(limits, invested, target(5_000)).kind).toBe('approved');
  });
});

describe('room for new exposure', () => {
  it('counts resting orders of other markets as filled the worst way', () => {
    const limits = { ...NO_LIMITS, maxGrossNotionalUsd: 8_000 };
    const resting = (...openOrders: OpenOrder[]): AccountState =>
      accountState({ quoteBalanceUsd: 7_000, positions: [...invested.positions.values()], openOrders });
    const clientId = (id: number): { clientId: OpenOrder['clientId'] } => ({ clientId: id as OpenOrder['clientId'] });
    const buys = openOrder({ ...clientId(1), marketId: ETH, side: 'buy', remainingBase: 10, priceUsd: 99 });
    const sells = openOrder({ ...clientId(2), marketId: ETH, side: 'sell', remainingBase: 50, priceUsd: 101 });
    // 30 long + 10 = 4,000 USD; 30 long - 50 = -2,000 USD, which is less than the long itself.
    expect(targetOf(verdict(limits, resting(buys), target(9_000)))).toBe(4_000);
    expect(targetOf(verdict(limits, resting(sells), target(9_000)))).toBe(5_000);
    expect(targetOf(verdict(limits, resting(buys, sells), target(9_000)))).toBe(4_000);
    const largeSells = { ...sells, remainingBase: 100 };
    expect(targetOf(verdict(limits, resting(largeSells), target(9_000)))).toBe(1_000);
    expect(targetOf(verdict(limits, resting({ ...largeSells, reduceOnly: true }), target(9_000)))).toBe(5_000);
  });

  it('counts what working orders would lose against the mark', () => {
    const bad = openOrder({ marketId: ETH, side: 'buy', remainingBase: 10, priceUsd: 110 });
    const account = accountState({ openOrders: [bad] });
    // Equity 10,000 - 100; twice that less 1,000 of the order itself.
    expect(targetOf(verdict({ ...NO_LIMITS, maxLeverage: 2 }, account, target(1e6)))).toBeCloseTo(18_800, 9);
  });

  it('is bounded by the liquidation distance of other positions, too', () => {
    // 90,000 USD long of 10,000 of equity: E - M = 7,300, cushion 87,300; at 8 % that leaves 316 USD for 3 % of x.
    const account = accountState({ quoteBalanceUsd: -80_000, positions: [position({ marketId: ETH, sizeBase: 900 })] });
    const trimmed = verdict({ ...NO_LIMITS, minLiquidationDistance: 0.08 }, account, target(50_000));
    expect(limitsOf(trimmed)).toEqual(['min-liquidation-distance']);
    expect(targetOf(trimmed)).toBeCloseTo(316 / 0.03, 6);
  });

  it('counts the initial margin at the open interest after the trade', () => {
    const rules = marketRules({ openInterestLowerCapUsd: 100_000, openInterestUpperCapUsd: 200_000 });
    const crowded = marketContext({ rules, openInterestBase: 1_000 });
    const limits = { ...NO_LIMITS, maxMarginUsage: 0.7 };
    const free = verdict(limits, accountState(), target(1e6));
    const scaled = verdict(limits, accountState(), crowded, target(1e6));
    expect(targetOf(free)).toBeCloseTo(140_000, 6);
    // x (0.05 + 0.95 x / 100,000) = 7,000
    const expected = (-0.05 + Math.sqrt(0.0025 + 4 * 9.5e-6 * 7_000)) / (2 * 9.5e-6);
    expect(Math.abs(targetOf(scaled)! - expected)).toBeLessThan(0.1);
    const again = verdicts(limits, accountState(), crowded, target(targetOf(scaled)!), target(targetOf(scaled)! + 0.2));
    expect(again.map(({ kind }) => kind)).toEqual(['approved', 'trimmed']);
  });

  it('has no bound by margin in a market that needs none', () => {
    const rules = marketRules({ initialMarginFraction: 0, maintenanceMarginFraction: 0 });
    expect(verdict(NO_LIMITS, accountState(), marketContext({ rules }), target(1e9)).kind).toBe('approved');
  });

  it('is gone when the rest of the account breaks a limit alone', () => {
    const refused = verdict({ ...NO_LIMITS, maxGrossNotionalUsd: 2_000 }, invested, target(100));
    expect(refused).toMatchObject({
      kind: 'refused',
      by: [{ limit: 'max-gross-notional', value: 3_100, bound: 2_000 }],
    });
  });

  it('refuses instead of trimming to less than one step or the smallest notional', () => {
    const almostFull = { ...NO_LIMITS, maxGrossNotionalUsd: 3_009 };
    expect(verdict({ ...almostFull, minNotionalUsd: 10 }, invested, target(500)).kind).toBe('refused');
    expect(targetOf(verdict({ ...almostFull, minNotionalUsd: 9 }, invested, target(500)))).toBe(9);
    // One step is 0.0001 x 100 USD.
    expect(verdict({ ...NO_LIMITS, maxGrossNotionalUsd: 3_000.009 }, invested, target(500)).kind).toBe('refused');
    expect(verdict({ ...NO_LIMITS, maxGrossNotionalUsd: 3_000.011 }, invested, target(500)).kind).toBe('trimmed');
  });

  it('measures that smallest size on the increase', () => {
    const held = accountState({ positions: [position({ sizeBase: 10 })] });
    const limits = { ...NO_LIMITS, minNotionalUsd: 10 };
    expect(verdict({ ...limits, maxPositionNotionalUsd: 1_005 }, held, target(2_000)).kind).toBe('refused');
    expect(targetOf(verdict({ ...limits, maxPositionNotionalUsd: 1_010 }, held, target(2_000)))).toBe(1_010);
    expect(verdict({ ...limits, maxPositionNotionalUsd: 900 }, held, target(2_000)).kind).toBe('refused');
  });

  it.each([
    ['its own market is isolated and another is held', { rules: marketRules({ marginMode: 'isolated' }) }, {}],
    ['an isolated market is held', {}, { rules: marketRules({ marketId: ETH, marginMode: 'isolated' }) }],
  ])('is none when %s', (_name, own: Partial<MarketContext>, other: Partial<MarketContext>) => {
    const refused = verdict(
      NO_LIMITS,
      marketContext(own),
      marketContext({ marketId: ETH, ...other }),
      invested,
      target(100),
    );
    expect(refused).toMatchObject({ kind: 'refused', by: [{ limit: 'chain-rule', value: 1, bound: 0 }] });
  });

  it('exists in an isolated market that stands alone', () => {
    const rules = marketRules({ marginMode: 'isolated' });
    expect(verdict(NO_LIMITS, marketContext({ rules }), accountState(), target(100)).kind).toBe('approved');
  });
});

describe('new exposure is refused', () => {
  const flat = accountState();
  it.each<[string, LimitName, number, number, (RiskInput | StrategyDecision)[]]>([
    ['without an account', 'missing-input', 0, 1, []],
    ['while data are stale', 'data-quality', 12_500, 10_000, [flat, dataQuality({ level: 'stale', ageMs: 12_500 })]],
    [
      'while data are waited for',
      'data-quality',
      Infinity,
      10_000,
      [flat, dataQuality({ level: 'syncing', ageMs: Infinity })],
    ],
    ['R28: while data are dirty', 'data-quality', Infinity, 10_000, [flat, dataQuality({ level: 'dirty', ageMs: 12 })]],
    ['when live data are too old', 'data-quality', 10_001, 10_000, [flat, dataQuality({ ageMs: 10_001 })]],
    ['in a paused market', 'market-status', 0, 1, [flat, marketContext({ status: 'PAUSED' })]],
    ['in a post-only market', 'market-status', 0, 1, [flat, marketContext({ status: 'POST_ONLY' })]],
    ['in final settlement', 'market-status', 0, 1, [flat, marketContext({ status: 'FINAL_SETTLEMENT' })]],
    ['in a delisted market', 'market-status', 0, 1, [flat, marketContext({ status: 'DELISTED' })]],
    ['after the operator halted it', 'operator-halt', 1, 0, [flat, command('halt-new-exposure')]],
    ['after the operator asked to stop', 'operator-halt', 1, 0, [flat, command('stop')]],
    ['without equity', 'free-collateral', 0, 0, [accountState({ quoteBalanceUsd: 0 })]],
    ['with debt', 'free-collateral', -5, 0, [accountState({ quoteBalanceUsd: -5 })]],
    ['when the balance is no number', 'not-finite', 0, 0, [{ ...flat, quoteBalanceUsd: NaN }]],
    ['when the oracle price is no number', 'not-finite', 0, 0, [flat, marketContext({ oraclePriceUsd: NaN })]],
    ['when the oracle price is 0', 'not-finite', 0, 0, [flat, marketContext({ oraclePriceUsd: 0 })]],
  ])('%s: %s', (_name, limit, value, bound, inputs) => {
    const refused = verdict(NO_LIMITS, ...inputs, target(100));
    expect(refused).toMatchObject({ kind: 'refused', by: [{ limit, value, bound }] });
    expect(targetOf(refused)).toBe(100);
  });

  it.each([NaN, Infinity, -Infinity])('for a target of %d', (value) => {
    expect(verdict(NO_LIMITS, flat, target(value))).toMatchObject({ kind: 'refused', by: [{ limit: 'not-finite' }] });
  });

  it('until oracle price, margin rules and, where it counts, open interest are known', () => {
    const context: { -readonly [Key in keyof MarketContext]?: MarketContext[Key] } = marketContext();
    const scaled = marketRules({ openInterestLowerCapUsd: 1, openInterestUpperCapUsd: 2 });
    const { oraclePriceUsd, openInterestBase, rules, ...bare } = context;
    const messages = [
      bare,
      { ...bare, oraclePriceUsd },
      { ...bare, oraclePriceUsd, rules: scaled },
      { ...bare, oraclePriceUsd, rules },
      { ...bare, oraclePriceUsd, rules: scaled, openInterestBase },
    ].map((known) => {
      const seen: DecisionVerdict[] = [];
      from([known as MarketContext, dataQuality(), flat, target(1)])
        .pipe(assessDecisions({ limits: NO_LIMITS }))
        .subscribe((given) => seen.push(given));
      return seen.flatMap((given) => (given.kind === 'refused' ? given.by.map(({ message }) => message) : given.kind));
    });
    expect(messages).toEqual([
      ['not known yet: oracle price of BTC-USD'],
      ['not known yet: margin rules of BTC-USD'],
      ['not known yet: open interest of BTC-USD'],
      ['approved'],
      ['approved'],
    ]);
  });

  it('while a mark of another open position is missing', () => {
    const seen: DecisionVerdict[] = [];
    from([marketContext(), dataQuality(), invested, target(100)])
      .pipe(assessDecisions({ limits: NO_LIMITS }))
      .subscribe((given) => seen.push(given));
    expect(seen).toMatchObject([
      { kind: 'refused', by: [{ limit: 'missing-input', message: 'not known yet: oracle price of ETH-USD' }] },
    ]);
  });

  it('before anything is known of the quality of the data', () => {
    const seen: DecisionVerdict[] = [];
    from([marketContext(), flat, target(100)])
      .pipe(assessDecisions())
      .subscribe((given) => seen.push(given));
    expect(seen).toMatchObject([{ kind: 'refused', by: [{ limit: 'data-quality', value: Infinity, bound: 10_000 }] }]);
  });

  it('with the age of stale data at the time of the decision', () => {
    const stale = dataQuality({ level: 'stale', ageMs: 12_000, receivedMs: unixMs(50_000), reason: 'silent' });
    const refused = verdict(NO_LIMITS, flat, stale, target(100, { receivedMs: unixMs(53_000) }));
    expect(refused).toMatchObject({
      by: [
        { value: 15_000, bound: 10_000, message: 'the data of BTC-USD are stale, 15000 ms old (bound 10000): silent' },
      ],
    });
  });

  it('with all reasons at once', () => {
    const refused = verdict(
      NO_LIMITS,
      dataQuality({ level: 'stale' }),
      marketContext({ status: 'PAUSED' }),
      command('stop'),
      target(1),
    );
    expect(limitsOf(refused)).toEqual(['missing-input', 'data-quality', 'market-status', 'operator-halt']);
  });

  it('no longer once the operator resumes, data are live again and the market is active', () => {
    const kinds = verdicts(
      NO_LIMITS,
      flat,
      command('halt-new-exposure'),
      dataQuality({ level: 'stale' }),
      target(100),
      command('resume'),
      target(100),
      dataQuality(),
      target(100),
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(['refused', 'refused', 'approved']);
  });
});

describe('the daily loss stop', () => {
  const dayMs = 86_400_000;
  const held = accountState({ quoteBalanceUsd: 0, positions: [position({ sizeBase: 100 })] });
  const mark = (oraclePriceUsd: number, atMs = 0): MarketContext =>
    marketContext({ oraclePriceUsd, receivedMs: unixMs(atMs) });
  const limits = { ...NO_LIMITS, maxDailyLossUsd: 500 };

  it.each([
    ['above', 95.01, 'approved'],
    ['at', 95, 'refused'],
    ['below', 94.99, 'refused'],
  ])('with equity %s the bound of 500 USD: %s is %s', (_name, price, kind) => {
    expect(verdict(limits, held, mark(price), target(12_000)).kind).toBe(kind);
  });

  it('takes the smaller of both bounds', () => {
    const refused = verdict({ ...limits, maxDailyLossFraction: 0.02 }, held, mark(97.5), target(12_000));
    expect(refused).toMatchObject({ kind: 'refused', by: [{ limit: 'daily-loss', value: 250, bound: 200 }] });
  });

  it('stays for the day although the loss is made good', () => {
    const kinds = verdicts(limits, held, mark(94), mark(120), target(13_000), target(5_000)).map(({ kind }) => kind);
    expect(kinds).toEqual(['refused', 'approved']);
  });

  it('ends with the UTC day, which starts from the equity of that moment', () => {
    // The next day is a Monday, so that the loss of the week starts anew too.
    const mondayMs = 4 * dayMs;
    const next = (price: number, hours: number): MarketContext => mark(price, mondayMs + hours * 3_600_000);
    const ask = (receivedMs: number): TargetDecision => target(12_000, { receivedMs: unixMs(receivedMs) });
    const kinds = verdicts(
      limits,
      held,
      mark(94, mondayMs - dayMs),
      ask(mondayMs - 1),
      ask(mondayMs),
      next(89.01, 1),
      ask(mondayMs + 3_600_000),
      next(89, 2),
      ask(mondayMs + 7_200_000),
    ).map(({ kind }) => kind);
    expect(kinds).toEqual(['refused', 'approved', 'approved', 'refused']);
  });

  it('counts from the equity that an earlier run started the day with', () => {
    const seen: DecisionVerdict[] = [];
    from([...markets, accountState(), target(100)])
      .pipe(assessDecisions({ limits: { maxDailyLossUsd: 500 }, dayStartEquityUsd: 10_600 }))
      .subscribe((given) => seen.push(given));
    expect(seen).toMatchObject([{ kind: 'refused', by: [{ limit: 'daily-loss', value: 600, bound: 500 }] }]);
  });
});

describe('reducing', () => {
  const long = accountState({ positions: [position({ sizeBase: 10 })] });
  const short = accountState({ positions: [position({ sizeBase: -10 })] });
  const worst: readonly RiskInput[] = [
    dataQuality({ level: 'stale', ageMs: Infinity }),
    marketContext({ status: 'FINAL_SETTLEMENT' }),
    command('stop'),
  ];

  it.each([
    ['a long to half', long, 500],
    ['a long by nothing', long, 1_000],
    ['a long to flat', long, 0],
    ['a short to half', short, -500],
    ['a short to flat', short, -0],
  ])('%s is approved in the worst of states', (_name, account, targetUsd) => {
    expect(verdict({ maxPositionNotionalUsd: 1 }, account, ...worst, target(targetUsd)).kind).toBe('approved');
  });

  it('to flat is approved before anything is known', () => {
    const seen: DecisionVerdict[] = [];
    from([target(0)])
      .pipe(assessDecisions())
      .subscribe((given) => seen.push(given));
    expect(seen).toMatchObject([{ kind: 'approved' }]);
  });

  it('is approved of an account without equity', () => {
    const broke = accountState({ quoteBalanceUsd: -1_200, positions: [position({ sizeBase: 10 })] });
    expect(verdict({}, broke, target(900)).kind).toBe('approved');
  });

  it('closes what a flip may not open', () => {
    const halted = verdict(NO_LIMITS, long, command('stop'), target(-500));
    expect(halted).toMatchObject({ kind: 'trimmed', askedNotionalUsd: -500, by: [{ limit: 'operator-halt' }] });
    expect(targetOf(halted)).toBe(0);
    const tooSmall = verdict({ ...NO_LIMITS, maxGrossNotionalUsd: 5, minNotionalUsd: 10 }, long, target(-500));
    expect(tooSmall).toMatchObject({ kind: 'trimmed', by: [{ limit: 'max-gross-notional' }] });
    expect(targetOf(tooSmall)).toBe(0);
  });

  it('judges a flip by the part that opens', () => {
    expect(verdict({ ...NO_LIMITS, maxPositionNotionalUsd: 600 }, long, target(-600)).kind).toBe('approved');
    expect(targetOf(verdict({ ...NO_LIMITS, maxPositionNotionalUsd: 600 }, short, target(900)))).toBe(600);
  });

  it('a flip closes without a mark', () => {
    const seen: DecisionVerdict[] = [];
    from([long, target(-500)])
      .pipe(assessDecisions())
      .subscribe((given) => seen.push(given));
    expect(seen.map(targetOf)).toEqual([0]);
  });
});
