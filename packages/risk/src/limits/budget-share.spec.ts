import type { DecisionPart, DecisionVerdict, QuotesDecision, StrategyDecision } from '@perpstream/core';
import { accountState, ETH, position, targetDecision } from '@perpstream/testing';
import { allowedUsd, assess, hitsOf, TWO_MARKETS } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import type { RiskInput } from '../monitor/risk-options';

const budgets = { strategyBudgetsUsd: { trend: 1_000, carry: 300 }, limits: NO_LIMITS };

function run(...inputs: (RiskInput | StrategyDecision)[]): DecisionVerdict[] {
  return assess(budgets, ...TWO_MARKETS, accountState(), ...inputs);
}

function of(strategy: string, targetNotionalUsd: number, marketId = targetDecision().marketId): StrategyDecision {
  return targetDecision({ strategy, targetNotionalUsd, marketId });
}

function shared(...parts: readonly DecisionPart[]): StrategyDecision {
  const targetNotionalUsd = parts.reduce((sum, part) => sum + part.targetNotionalUsd, 0);
  return targetDecision({ strategy: parts.map(({ strategy }) => strategy).join('+'), targetNotionalUsd, parts });
}

const part = (strategy: string, targetNotionalUsd: number): DecisionPart => ({ strategy, targetNotionalUsd });

describe('the budget of a strategy', () => {
  it.each([
    ['long', 1],
    ['short', -1],
  ])('passes at the bound and is trimmed to it beyond, %s', (_name, sign) => {
    expect(run(of('trend', sign * 1_000)).map(({ kind }) => kind)).toEqual(['approved']);
    const [above] = run(of('trend', sign * 1_200));
    expect(allowedUsd(above!)).toBe(sign * 1_000);
    expect(hitsOf(above)).toEqual([
      {
        limit: 'strategy-budget',
        value: 1_200,
        bound: 1_000,
        message: '1200 USD of strategy trend exceed its budget of 1000 USD',
      },
    ]);
  });

  it('covers all its markets, whatever their direction', () => {
    expect(run(of('trend', 700), of('trend', -700, ETH)).map(allowedUsd)).toEqual([700, -300]);
  });

  it('is taken again by a later decision for the same market, not twice', () => {
    expect(run(of('trend', 700), of('trend', 900), of('trend', 300, ETH)).map(allowedUsd)).toEqual([700, 900, 100]);
    expect(run(of('trend', 700), of('trend', 0), of('trend', 1_500, ETH)).map(allowedUsd)).toEqual([700, 0, 1_000]);
  });

  it('R24: does not touch what others may do', () => {
    const seen = run(of('trend', 1_000), of('trend', 500, ETH), of('other', 50_000, ETH), of('carry', 300));
    expect(seen.map(allowedUsd)).toEqual([1_000, undefined, 50_000, 300]);
  });

  it('is no budget of a strategy that has none, not even by the name of an object member', () => {
    expect(run(of('toString', 5_000)).map(allowedUsd)).toEqual([5_000]);
  });

  it('never keeps a strategy from reducing', () => {
    const held = accountState({ positions: [position({ sizeBase: 50 })] });
    expect(run(held, of('trend', 4_000), of('trend', 2_000)).map(({ kind }) => kind)).toEqual(['approved', 'approved']);
  });

  it('is given back when the account shows that the position is gone', () => {
    const seen = run(
      of('trend', 1_000),
      accountState({ positions: [position({ sizeBase: 10 })] }),
      accountState(),
      of('trend', 1_000, ETH),
    );
    expect(seen.map(allowedUsd)).toEqual([1_000, 1_000]);
  });
});

describe('a decision of several strategies', () => {
  it('shrinks as a whole until the tightest of them keeps its budget, and its parts with it', () => {
    const [verdict] = run(shared(part('trend', 800), part('carry', 400)));
    expect(verdict).toMatchObject({
      kind: 'trimmed',
      askedNotionalUsd: 1_200,
      decision: { targetNotionalUsd: 900, parts: [part('trend', 600), part('carry', 300)] },
    });
    expect(hitsOf(verdict).map(({ value, bound }) => [value, bound])).toEqual([[400, 300]]);
  });

  it('counts each part for its strategy, offsetting ones in full', () => {
    const seen = run(shared(part('trend', 900), part('carry', -300)), of('trend', 500, ETH), of('carry', 500, ETH));
    expect(seen.map(allowedUsd)).toEqual([600, 100, undefined]);
  });

  it('ignores parts that want nothing', () => {
    expect(run(of('carry', 300, ETH), shared(part('trend', 900), part('carry', 0))).map(allowedUsd)).toEqual([
      300, 900,
    ]);
  });

  it('leaves no part of a flip that may not open', () => {
    const held = accountState({ positions: [position({ sizeBase: 5 })] });
    const full = of('carry', 300, ETH);
    const [, flip] = run(held, full, shared(part('trend', -100), part('carry', -200)));
    expect(flip).toMatchObject({ kind: 'trimmed', decision: { targetNotionalUsd: 0, parts: [{}, {}] } });
    const parts = flip!.decision.kind === 'target' ? flip!.decision.parts! : [];
    expect(parts.map(({ targetNotionalUsd }) => Math.abs(targetNotionalUsd))).toEqual([0, 0]);
  });
});

describe('quotes of a strategy with a budget', () => {
  const { reasons, confidence, decision, marketId, receivedMs, cause } = targetDecision();
  const quotes = (bidBase: number, askBase: number): QuotesDecision => ({
    ...{ reasons, confidence, decision, marketId, receivedMs, cause, kind: 'quotes', strategy: 'trend' },
    bid: { priceUsd: 99, sizeBase: bidBase },
    ask: { priceUsd: 101, sizeBase: askBase },
  });

  it('are cut, each side by what it would come to hold', () => {
    const [verdict] = run(quotes(20, 5));
    expect(verdict).toMatchObject({ kind: 'trimmed', decision: { bid: { sizeBase: 10 }, ask: { sizeBase: 5 } } });
    expect(hitsOf(verdict).map(({ limit, value }) => [limit, value])).toEqual([['strategy-budget', 2_000]]);
  });

  it('count by their larger side', () => {
    const [, seen] = run(quotes(2, 7), of('trend', 1_000, ETH));
    expect(allowedUsd(seen!)).toBe(300);
  });
});
