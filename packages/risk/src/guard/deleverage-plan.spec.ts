import { magnitude, marketId, toSizeBase, type MarketRules, type Quantums } from '@perpstream/core';
import { BTC, ETH, marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { deleveragePlan, type DeleveragePlan } from './deleverage-plan';
import type { DeleverageGoal, DeleveragePortfolio, DeleveragePosition } from './deleverage-portfolio';
import { nearnessOf } from './guard-portfolio';
import { reductionCostUsd, type ReductionCost } from './reduction-cost';

const cheap: ReductionCost = { feeFraction: 0.0005, halfSpreadFraction: 0.0001, depthUsd: 1e6 };
const SOL = marketId('SOL-USD');
/** Margin usage alone. */
const loose: DeleverageGoal = { maxMarginUsage: 0.9, maxMaintenanceUsage: 1, minLiquidationDistance: 0 };
const goal: DeleverageGoal = { maxMarginUsage: 0.5, maxMaintenanceUsage: 0.4, minLiquidationDistance: 0.1 };

/** A position of so many base units in a market with a step of 0.0001. */
function held(
  sizeBase: number,
  given: Partial<DeleveragePosition> = {},
  rules: Partial<MarketRules> = {},
): DeleveragePosition {
  return {
    rules: marketRules(rules),
    quantums: (BigInt(Math.round(sizeBase * 1e4)) * 1_000_000n) as Quantums,
    markUsd: 100,
    isMarkKnown: true,
    initialMarginFraction: 0.05,
    isTradable: true,
    cost: cheap,
    ...given,
  };
}

/** The account when all steps are done at what they were expected to cost. */
function after(
  { quoteBalanceUsd, positions }: DeleveragePortfolio,
  { steps, costUsd }: Pick<DeleveragePlan, 'steps' | 'costUsd'>,
): DeleveragePortfolio {
  let balanceUsd = quoteBalanceUsd - costUsd;
  const left = positions.flatMap((position) => {
    const step = steps.find((candidate) => candidate.marketId === position.rules.marketId);
    if (step === undefined) return [position];
    balanceUsd += (step.fromBase - step.toBase) * position.markUsd;
    const scale = 10 ** -position.rules.atomicResolution;
    return step.toBase === 0 ? [] : [{ ...position, quantums: BigInt(Math.round(step.toBase * scale)) as Quantums }];
  });
  return { quoteBalanceUsd: balanceUsd, positions: left };
}

/** How far all marks may move together before the account is liquidated, as a fraction. */
function togetherDistance({ quoteBalanceUsd, positions }: DeleveragePortfolio): number {
  let [equityUsd, notionalUsd, maintenanceUsd] = [quoteBalanceUsd, 0, 0];
  for (const { quantums, rules, markUsd } of positions) {
    const worthUsd = toSizeBase(quantums, rules) * markUsd;
    equityUsd += worthUsd;
    notionalUsd += worthUsd;
    maintenanceUsd += Math.abs(worthUsd) * rules.maintenanceMarginFraction;
  }
  return positions.length === 0 ? Infinity : (equityUsd - maintenanceUsd) / Math.abs(notionalUsd - maintenanceUsd);
}

function isReached(before: DeleveragePortfolio, portfolio: DeleveragePortfolio, slack = 1e-9): boolean {
  const { marginUsage, maintenanceUsage, liquidationDistance } = nearnessOf(portfolio);
  const least = Math.max(0, Math.min(goal.minLiquidationDistance, togetherDistance(before)));
  const isFarEnough = togetherDistance(portfolio) >= least - slack;
  return (
    marginUsage <= goal.maxMarginUsage + slack &&
    maintenanceUsage <= goal.maxMaintenanceUsage + slack &&
    liquidationDistance >= goal.minLiquidationDistance - slack &&
    isFarEnough
  );
}

const randomPosition = fc.record({
  size: fc.integer({ min: 1, max: 2_000_000 }),
  isLong: fc.boolean(),
  markUsd: fc.double({ min: 0.01, max: 50_000, noNaN: true }),
  tier: fc.constantFrom([0.02, 0.012], [0.05, 0.03], [0.1, 0.05], [0.2, 0.1], [1, 0.5]),
  cost: fc.record({
    feeFraction: fc.double({ min: 0, max: 0.001, noNaN: true }),
    halfSpreadFraction: fc.double({ min: 0, max: 0.01, noNaN: true }),
    depthUsd: fc.double({ min: 1_000, max: 1e7, noNaN: true }),
  }),
});

/** Accounts of 1 to 6 positions with some leverage, of like size in USD. */
const portfolios: fc.Arbitrary<DeleveragePortfolio> = fc
  .tuple(fc.array(randomPosition, { minLength: 1, maxLength: 6 }), fc.double({ min: 0.3, max: 8, noNaN: true }))
  .map(([drawn, cushion]) => {
    const positions = drawn.map(({ size, isLong, markUsd, tier, cost }, index): DeleveragePosition => {
      const notionalUsd = 1_000 + (size % 50_000);
      const steps = BigInt(Math.max(1, Math.round((notionalUsd / markUsd) * 1e4)));
      const rules = marketRules({ marketId: marketId(`M${index}-USD`), maintenanceMarginFraction: tier[1] });
      const quantums = ((isLong ? 1n : -1n) * steps * 1_000_000n) as Quantums;
      return { rules, quantums, markUsd, isMarkKnown: true, initialMarginFraction: tier[0], isTradable: true, cost };
    });
    let valueUsd = 0;
    let maintenanceUsd = 0;
    for (const { quantums, rules, markUsd } of positions) {
      const notionalUsd = toSizeBase(quantums, rules) * markUsd;
      valueUsd += notionalUsd;
      maintenanceUsd += Math.abs(notionalUsd) * rules.maintenanceMarginFraction;
    }
    return { quoteBalanceUsd: maintenanceUsd * cushion - valueUsd, positions };
  });

/** The cheapest reduction of all positions by one share that reaches the goal, as fine as the grid allows. */
function proportional(portfolio: DeleveragePortfolio): number {
  let [low, high, best] = [0, 1, Infinity];
  for (let halving = 0; halving < 40; halving++) {
    const share = (low + high) / 2;
    const steps = portfolio.positions.map((position) => {
      const { rules, quantums } = position;
      const step = rules.stepBaseQuantums;
      const size = magnitude(quantums);
      const gone = BigInt(Math.ceil(Number(size / step) * share)) * step;
      const left = (quantums > 0n ? size - gone : gone - size) as Quantums;
      const goneUsd = toSizeBase(gone as Quantums, rules) * position.markUsd;
      const [fromBase, toBase] = [toSizeBase(quantums, rules), toSizeBase(left, rules)];
      return {
        marketId: rules.marketId,
        fromBase,
        toBase,
        freedMarginUsd: 0,
        costUsd: reductionCostUsd(goneUsd, position.cost),
      };
    });
    const costUsd = steps.reduce((sum, step) => sum + step.costUsd, 0);
    if (isReached(portfolio, after(portfolio, { steps, costUsd }))) [high, best] = [share, costUsd];
    else low = share;
  }
  return best;
}

describe('deleveragePlan', () => {
  it('never costs more than reducing all positions by one share', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        const { steps, costUsd } = deleveragePlan(portfolio, goal);
        if (steps.length > 0) expect(costUsd).toBeLessThanOrEqual(proportional(portfolio) * (1 + 1e-5) + 1e-6);
      }),
      { numRuns: 200 },
    );
  });

  it('reaches the goal with every plan', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        expect(isReached(portfolio, after(portfolio, deleveragePlan(portfolio, goal)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('only ever makes positions smaller, on the grid of their market', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        for (const { marketId: id, fromBase, toBase } of deleveragePlan(portfolio, goal).steps) {
          const { rules, quantums } = portfolio.positions.find(({ rules }) => rules.marketId === id)!;
          expect(fromBase).toBe(toSizeBase(quantums, rules));
          expect(Math.abs(toBase)).toBeLessThan(Math.abs(fromBase));
          expect(toBase * fromBase).toBeGreaterThanOrEqual(0);
          expect(Math.abs(toBase / 1e-4 - Math.round(toBase / 1e-4))).toBeLessThan(1e-3);
        }
      }),
    );
  });

  it('needs every step to the last bit of the grid', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        const plan = deleveragePlan(portfolio, goal);
        for (const step of plan.steps) {
          const { cost, markUsd } = portfolio.positions.find(({ rules }) => rules.marketId === step.marketId)!;
          const toBase = step.toBase + Math.sign(step.fromBase) * 1e-4;
          const costUsd = reductionCostUsd(Math.abs(step.fromBase - toBase) * markUsd, cost);
          const less = plan.steps.map((other) => (other === step ? { ...step, toBase, costUsd } : other));
          const account = after(portfolio, { steps: less, costUsd: plan.costUsd - step.costUsd + costUsd });
          expect(isReached(portfolio, account, -1e-9)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('asks for nothing more once it is done', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        expect(deleveragePlan(after(portfolio, deleveragePlan(portfolio, goal)), goal).steps).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('reduces what frees most margin per USD, and no more of it than needed', () => {
    // 10,000 long of a cheap market and 10,000 long of a dear one on 900 of equity: 100 of initial margin too much.
    const dear = held(100, { cost: { ...cheap, halfSpreadFraction: 0.01 } }, { marketId: ETH });
    const plan = deleveragePlan({ quoteBalanceUsd: -19_000, positions: [dear, held(100)] }, loose);
    expect(plan.steps).toHaveLength(1);
    expect(plan.steps[0]).toMatchObject({ marketId: BTC, fromBase: 100 });
    expect(plan.marginUsageBefore).toBe(1);
    expect(plan.marginUsageAfter).toBeLessThanOrEqual(0.9);
    expect(plan.marginUsageAfter).toBeGreaterThan(0.8999);
    expect(plan.costUsd).toBe(plan.steps[0]!.costUsd);
  });

  it('counts initial margin per size: a market that asks for more is reduced before a larger one that asks for less', () => {
    const risky = held(20, { initialMarginFraction: 0.2 }, { marketId: ETH, maintenanceMarginFraction: 0.1 });
    const plan = deleveragePlan({ quoteBalanceUsd: -11_100, positions: [held(100), risky] }, loose);
    expect(plan.steps[0]).toMatchObject({ marketId: ETH });
  });

  it('splits between two equal markets, since each gets dearer with its size', () => {
    const thin: ReductionCost = { feeFraction: 0, halfSpreadFraction: 0, depthUsd: 1_000 };
    const positions = [held(100, { cost: thin }), held(100, { cost: thin }, { marketId: ETH })];
    const { steps } = deleveragePlan({ quoteBalanceUsd: -19_200, positions }, { ...loose, maxMarginUsage: 0.5 });
    expect(steps.map(({ marketId: id }) => id).sort()).toEqual([BTC, ETH]);
    const shares = steps.map(({ toBase }) => 1 - toBase / 100);
    expect(Math.min(...shares) / Math.max(...shares)).toBeGreaterThan(0.8);
  });

  it('does not take one side of a hedge away from the other', () => {
    const dear = { cost: { ...cheap, halfSpreadFraction: 0.001 } };
    const longs = [held(50, dear), held(50, dear, { marketId: ETH })];
    const shorts = [held(-50, {}, { marketId: SOL }), held(-50, {}, { marketId: marketId('XRP-USD') })];
    const portfolio = { quoteBalanceUsd: 700, positions: [...longs, ...shorts] };
    const wanted = { maxMarginUsage: 0.8, maxMaintenanceUsage: 1, minLiquidationDistance: 0.06 };
    const plan = deleveragePlan(portfolio, wanted);
    // The shorts alone would do for margin and for each position by itself; a fall of all marks would then come twice as near.
    expect(plan.steps.some(({ fromBase }) => fromBase > 0)).toBe(true);
    expect(togetherDistance(after(portfolio, plan))).toBeGreaterThanOrEqual(0.06 - 1e-9);
  });

  it('closes what it cannot price first and whole, and counts on markets that take no orders last', () => {
    const unpriced = held(1, { isMarkKnown: false }, { marketId: ETH });
    const paused = held(100, { isTradable: false }, { marketId: SOL });
    const portfolio = { quoteBalanceUsd: -19_500, positions: [paused, held(100), unpriced] };
    const some = deleveragePlan(portfolio, loose);
    expect(some.steps.map(({ marketId: id, toBase }) => [id, toBase === 0])).toEqual([
      [ETH, true],
      [BTC, false],
    ]);
    const most = deleveragePlan({ ...portfolio, quoteBalanceUsd: -20_050 }, loose);
    expect(most.steps.map(({ marketId: id }) => id).sort()).toEqual([BTC, ETH, SOL]);
    expect(most.steps.find(({ marketId: id }) => id === BTC)?.toBase).toBe(0);
  });

  it('closes everything when that is all that is left, also what is not a multiple of the step', () => {
    const odd = held(0.00015, { quantums: 1_500_000n as Quantums });
    const plan = deleveragePlan({ quoteBalanceUsd: -1, positions: [odd] }, goal);
    expect(plan.steps).toMatchObject([{ fromBase: 0.00015, toBase: 0 }]);
    expect(plan).toMatchObject({ marginUsageBefore: 1, marginUsageAfter: 0 });
  });

  it.each([
    ['an account without positions', { quoteBalanceUsd: -5, positions: [] }],
    ['an account that is well', { quoteBalanceUsd: 0, positions: [held(1)] }],
  ])('plans nothing for %s', (_, portfolio) => {
    expect(deleveragePlan(portfolio, goal)).toMatchObject({ steps: [], costUsd: 0 });
  });

  it.each([NaN, 0, -1, Infinity])('refuses a mark of %d', (markUsd) => {
    expect(() => deleveragePlan({ quoteBalanceUsd: 0, positions: [held(1, { markUsd })] }, goal)).toThrow(
      new RangeError(`the mark of BTC-USD must be finite and > 0, was ${markUsd}`),
    );
  });
});
