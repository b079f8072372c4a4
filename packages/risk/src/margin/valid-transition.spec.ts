import * as fc from 'fast-check';
import type { ExactAccountMargin } from './exact-account-margin';
import { isValidTransition } from './valid-transition';

type Risk = readonly [netCollateral: bigint, initial: bigint, maintenance: bigint];

function risk([netCollateral, initial, maintenance]: Risk): ExactAccountMargin {
  return { netCollateral, initial, maintenance };
}

describe('isValidTransition', () => {
  // The values that v4-chain x/subaccounts/lib/updates_test.go asserts for a state that is not covered afterwards.
  it.each<[string, Risk, Risk, boolean]>([
    ['debt alone takes on margin and more debt', [-1n, 0n, 0n], [-2n, 9n, 1n], false],
    ['debt alone takes on margin', [-1n, 0n, 0n], [-1n, 9n, 1n], false],
    ['debt alone takes on margin that its collateral covers only in part', [-1n, 0n, 0n], [100n, 101n, 1n], false],
    ['debt alone stays', [-1n, 0n, 0n], [-1n, 0n, 0n], false],
    ['debt alone grows', [-1n, 0n, 0n], [-2n, 0n, 0n], false],
    ['debt alone shrinks', [-2n, 0n, 0n], [-1n, 0n, 0n], true],
    ['the last position is closed and a smaller debt stays', [-2n, 1n, 1n], [-1n, 0n, 0n], false],
  ])('of the chain: %s', (_name, before, after, expected) => {
    expect(isValidTransition(risk(before), risk(after))).toBe(expected);
  });

  // The ratios that v4-chain lib/margin/risk_test.go orders: less risky is allowed, more risky is not.
  it.each<[string, Risk, Risk, boolean]>([
    ['half the requirement for the same collateral', [100n, 999n, 100n], [100n, 999n, 50n], true],
    ['collateral where there was none', [0n, 999n, 100n], [100n, 999n, 50n], true],
    ['collateral where there was debt', [-100n, 999n, 100n], [100n, 999n, 50n], true],
    ['half the requirement for the same debt: more debt for each part', [-100n, 999n, 100n], [-100n, 999n, 50n], false],
    ['collateral gone', [100n, 999n, 100n], [0n, 999n, 100n], false],
    ['debt instead of collateral', [100n, 999n, 100n], [-100n, 999n, 100n], false],
    ['nothing changed', [100n, 999n, 100n], [100n, 999n, 100n], true],
    ['both halved', [200n, 999n, 100n], [100n, 999n, 50n], true],
    ['half the requirement of none', [0n, 999n, 100n], [0n, 999n, 50n], true],
  ])('by the ratio: %s', (_name, before, after, expected) => {
    expect(isValidTransition(risk(before), risk(after))).toBe(expected);
  });

  // v4-chain x/subaccounts/keeper/subaccount_test.go: 0.01 BTC for 500 USD, requirements 5 and 2.5, a debt of 496.
  it.each<[string, bigint, boolean]>([
    ['the smallest withdrawal', -1n, false],
    ['no change', 0n, true],
    ['a deposit that does not suffice', 500_000n, true],
    ['a deposit that does', 2_000_000n, true],
  ])('of an account that is not covered: %s', (_name, change, expected) => {
    const before: Risk = [4_000_000n, 5_000_000n, 2_500_000n];
    expect(isValidTransition(risk(before), risk([4_000_000n + change, 5_000_000n, 2_500_000n]))).toBe(expected);
  });

  it.each<[string, Risk, Risk, boolean]>([
    ['covered to the quantum, whatever it was before', [-9n, 1n, 1n], [50n, 50n, 40n], true],
    ['one quantum short of it, requirement up by one', [49n, 48n, 39n], [49n, 50n, 40n], false],
    ['one quantum short of it, requirement as it was', [49n, 50n, 40n], [49n, 50n, 40n], true],
    ['no position left and nothing owed', [-5n, 9n, 4n], [0n, 0n, 0n], true],
    ['no position left and one quantum owed', [-5n, 9n, 4n], [-1n, 0n, 0n], false],
    ['a ratio that is smaller by the least that there is', [3n, 99n, 7n], [2n, 99n, 5n], false],
    ['a ratio that is larger by the least that there is', [2n, 99n, 5n], [3n, 99n, 5n], true],
    ['margin without maintenance, collateral better', [1n, 9n, 0n], [2n, 9n, 0n], true],
    ['margin without maintenance, collateral the same', [1n, 9n, 0n], [1n, 9n, 0n], false],
  ])('%s', (_name, before, after, expected) => {
    expect(isValidTransition(risk(before), risk(after))).toBe(expected);
  });

  const amount = fc.bigInt({ min: -1_000n, max: 1_000n });
  const requirement = fc.bigInt({ min: 0n, max: 1_000n });
  const state = fc
    .tuple(amount, requirement, requirement)
    .map(([collateral, a, b]): Risk => (a > b ? [collateral, a, b] : [collateral, b, a]));

  it('lets nothing pass that is not covered and worse in any way', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const [collateral, initial, maintenance] = after;
        fc.pre(collateral < initial && isValidTransition(risk(before), risk(after)));
        expect(maintenance <= before[2]).toBe(true);
        if (maintenance === 0n) expect(before[2] === 0n && collateral > before[0]).toBe(true);
        else expect(Number(collateral) / Number(maintenance)).toBeGreaterThanOrEqual(Number(before[0]) / Number(before[2])); // prettier-ignore
      }),
      { numRuns: 500 },
    );
  });

  it('is passed on: two allowed steps without cover make an allowed one', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        fc.pre(b[0] < b[1] && isValidTransition(risk(a), risk(b)) && isValidTransition(risk(b), risk(c)));
        expect(isValidTransition(risk(a), risk(c))).toBe(true);
      }),
    );
  });
});
