import { BTC } from '@perpstream/testing';
import { A } from '../../fixtures/idea-script';
import { marketView } from '../../fixtures/market-view';
import { exposureOf } from './exposure-of';

const table = (
  volatility1h: number | undefined,
  covariance: number | undefined,
  variance: number | undefined = 0.0004,
) => ({
  market: () => marketView({ marketId: A, volatility1h }),
  covariance1h: (a: typeof BTC) => (a === BTC ? variance : covariance),
});

describe('exposureOf', () => {
  it.each([
    ['dollar', undefined, undefined, 1],
    ['volatility', 0.02, undefined, 0.02],
    ['volatility', undefined, undefined, undefined],
    ['volatility', 0, undefined, undefined],
    ['beta', undefined, 0.0006, 1.5],
    ['beta', undefined, 0.00004, undefined],
    ['beta', undefined, -0.0004, undefined],
    ['beta', undefined, undefined, undefined],
  ] as const)('by %s, with volatility %p and covariance %p, is %p', (neutrality, volatility, covariance, expected) => {
    expect(exposureOf(A, neutrality, BTC, table(volatility, covariance))).toEqual(
      expected === undefined ? undefined : expect.closeTo(expected, 12),
    );
  });

  it('by beta is not known while the market that stands for the whole is not', () => {
    const unknown = { market: () => undefined, covariance1h: (a: typeof BTC) => (a === BTC ? undefined : 0.1) };
    expect(exposureOf(A, 'beta', BTC, unknown)).toBeUndefined();
  });
});
