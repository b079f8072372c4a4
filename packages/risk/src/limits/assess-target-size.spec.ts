import type { DecisionVerdict, MarketId, OperatorCommand, StrategyDecision, TargetDecision } from '@perpstream/core';
import { accountState, dataQuality, ETH, marketContext, position, targetDecision } from '@perpstream/testing';
import * as fc from 'fast-check';
import { allowedUsd, assess, hitsOf, TWO_MARKETS } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import type { RiskInput } from '../monitor/risk-options';

function sized(targetSizeBase: number, given: Partial<TargetDecision> = {}): TargetDecision {
  return targetDecision({ strategy: 'risk', targetNotionalUsd: targetSizeBase * 100, ...given, targetSizeBase });
}

function run(...inputs: (RiskInput | StrategyDecision)[]): DecisionVerdict[] {
  return assess({ limits: NO_LIMITS }, ...TWO_MARKETS, ...inputs);
}

function holds(sizeBase: number): RiskInput {
  return accountState({ positions: sizeBase === 0 ? [] : [position({ sizeBase })] });
}

const sizeOf = ({ decision }: DecisionVerdict): number | undefined =>
  decision.kind === 'target' ? decision.targetSizeBase : undefined;

const halt: OperatorCommand = { kind: 'command', receivedUs: 0, command: 'flatten' };
const worst: readonly RiskInput[] = [
  dataQuality({ level: 'stale', ageMs: Infinity }),
  marketContext({ status: 'FINAL_SETTLEMENT' }),
  halt,
];

describe('a target stated as a size', () => {
  it.each([
    ['a long to half', 10, 5],
    ['a long to what is held', 10, 10],
    ['a long to flat', 10, 0],
    ['a short to half', -10, -5],
    ['a short to what is held', -10, -10],
    ['a short to flat', -10, 0],
    ['nothing to nothing', 0, 0],
  ])('passes as it is in the worst of states: %s', (_name, heldBase, targetBase) => {
    const decision = sized(targetBase);
    const [verdict] = run(holds(heldBase), ...worst, decision);
    expect(verdict).toMatchObject({ kind: 'approved', decision });
  });

  it.each([
    ['more than is held of a long', 10, 10.0001, 10],
    ['more than is held of a short', -10, -10.0001, -10],
    ['the other side of a long', 10, -1, 10],
    ['the other side of a short', -10, 1, -10],
    ['a long of nothing', 0, 3, 0],
    ['a short of nothing', 0, -3, 0],
  ])('never adds: %s leaves what is held', (_name, heldBase, targetBase, leftBase) => {
    const [verdict] = run(holds(heldBase), sized(targetBase));
    expect(verdict).toMatchObject({ kind: 'trimmed', askedNotionalUsd: targetBase * 100 });
    expect([sizeOf(verdict!), allowedUsd(verdict!)]).toEqual([leftBase, leftBase * 100]);
    expect(hitsOf(verdict)).toEqual([
      {
        limit: 'reduce-only',
        value: targetBase,
        bound: heldBase,
        message: `a target size of ${targetBase} may not exceed the ${heldBase} held`,
      },
    ]);
  });

  it('counts, not what it is said to be worth: an old mark, or none', () => {
    const kinds = [5e9, -5e9, NaN, Infinity].map(
      (targetNotionalUsd) => run(holds(10), sized(4, { targetNotionalUsd }))[0]!.kind,
    );
    expect(kinds).toEqual(['approved', 'approved', 'approved', 'approved']);
  });

  it('needs neither a mark nor an account', () => {
    const market = 'NEW-USD' as MarketId;
    const held = accountState({ positions: [position({ marketId: market, sizeBase: 3 })] });
    const [reducing, adding] = run(held, sized(2, { marketId: market }), sized(4, { marketId: market }));
    expect(reducing!.kind).toBe('approved');
    expect([adding!.kind, sizeOf(adding!), allowedUsd(adding!)]).toEqual(['trimmed', 3, 0]);
    expect(assess({}, sized(0))[0]!.kind).toBe('approved');
  });

  it.each([NaN, Infinity, -Infinity])('is refused when it is %d', (targetBase) => {
    const [verdict] = run(holds(10), sized(targetBase));
    const message = `the target is ${targetBase}, not a finite number`;
    expect(verdict).toMatchObject({ kind: 'refused', by: [{ limit: 'not-finite', value: 0, bound: 0, message }] });
  });

  it('is worth its size while the account does not show it', () => {
    const gross = { ...NO_LIMITS, maxGrossNotionalUsd: 1_500 };
    const short = accountState({ positions: [position({ sizeBase: -10 })] });
    const ask = targetDecision({ marketId: ETH, targetNotionalUsd: 9_000 });
    const verdicts = assess({ limits: gross }, ...TWO_MARKETS, short, sized(-5, { targetNotionalUsd: NaN }), ask);
    // The short still counts in full until it is smaller.
    expect(allowedUsd(verdicts[1]!)).toBe(500);
    const closed = accountState({ positions: [position({ sizeBase: -5 })] });
    const later = assess({ limits: gross }, ...TWO_MARKETS, short, sized(-5, { targetNotionalUsd: -1e6 }), closed, ask);
    expect(allowedUsd(later[1]!)).toBe(1_000);
  });

  it('never lets more through than is held, whatever is held and asked', () => {
    const size = fc.integer({ min: -1_000, max: 1_000 }).map((steps) => steps / 100);
    fc.assert(
      fc.property(size, size, fc.subarray([...worst]), (heldBase, targetBase, blocking) => {
        const [verdict] = run(holds(heldBase), ...blocking, sized(targetBase));
        const left = sizeOf(verdict!)!;
        expect(verdict!.kind).not.toBe('refused');
        expect(Math.abs(left)).toBeLessThanOrEqual(Math.abs(heldBase));
        expect(left * heldBase).toBeGreaterThanOrEqual(0);
        if (Math.abs(targetBase) <= Math.abs(heldBase) && targetBase * heldBase > 0) expect(left).toBe(targetBase);
      }),
    );
  });
});
