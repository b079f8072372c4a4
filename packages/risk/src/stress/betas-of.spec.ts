import { BTC, ETH, randomNumbers } from '@perpstream/testing';
import * as fc from 'fast-check';
import { betasOf } from './betas-of';

const benchmark = [0.01, -0.02, 0.03, 0, -0.01];

function betaOf(market: readonly number[], priorDeviation?: number, lead: readonly number[] = benchmark): number {
  const returns = new Map([
    [BTC, lead],
    [ETH, market],
  ]);
  const options = priorDeviation === undefined ? {} : { priorDeviation };
  return betasOf(returns, BTC, options).get(ETH) ?? NaN;
}

describe('betasOf', () => {
  it.each([
    ['twice the benchmark', benchmark.map((x) => 2 * x), 2],
    ['the benchmark itself', benchmark, 1],
    ['the opposite', benchmark.map((x) => -x), -1],
    ['half of it and a steady gain', benchmark.map((x) => x / 2 + 0.05), 0.5],
    ['a market that stands still', benchmark.map(() => 0), 0],
  ])('is the slope when nothing is left to chance: %s', (_name, market, beta) => {
    expect(betaOf(market)).toBeCloseTo(beta, 12);
  });

  it('draws an uncertain slope to 1', () => {
    // By hand: slope 1/2, residuals -1/2, 1, -1/2, so their squares 1.5 over 3 - 2 periods over the squares 2 of the benchmark.
    const market = [-1, 1, 0];
    const weight = (priorVariance: number): number => priorVariance / (priorVariance + 0.75);
    for (const deviation of [0.1, 0.5, 2]) {
      const w = weight(deviation ** 2);
      expect(betaOf(market, deviation, [-1, 0, 1])).toBeCloseTo(w * 0.5 + (1 - w), 12);
    }
    expect(betaOf(market, undefined, [-1, 0, 1])).toBeCloseTo(0.25 * 0.5 + 0.75, 12);
  });

  it.each([
    // Benchmark 1 to 5. By hand, around the means: squares 10, products 10 and 24, squares of the market 14.8 and 88.
    ['slope 1, which nothing draws away', [2, 1, 4, 3, 6], 1, 14.8],
    ['slope 2.4', [3, 1, 8, 5, 13], 2.4, 88],
  ])('weighs the squared error against the prior variance: %s', (_name, market, slope, marketSquares) => {
    const squaredError = (marketSquares - 10 * slope ** 2) / 3 / 10;
    const weight = 0.25 / (0.25 + squaredError);
    expect(betaOf(market, 0.5, [1, 2, 3, 4, 5])).toBeCloseTo(weight * slope + 1 - weight, 12);
  });

  it.each([
    ['two periods', [0.1, 0.2], [0.3, 0.7], 1],
    ['a benchmark that stands still', [0.1, 0.1, 0.1], [0.3, 0.1, 0.7], 1],
    ['holes that leave two', [0.1, NaN, 0.2], [0.3, 0.1, 0.7], 1],
    ['holes that leave three', [0.1, NaN, 0.2, 0.4, 0], [0.2, 9, 0.4, 0.8, NaN], 2],
    ['infinite returns left out', [0.1, 0.5, 0.2, 0.4, Infinity], [0.2, Infinity, 0.4, 0.8, 1], 2],
  ])('with %s', (_name, lead, market, beta) => {
    expect(betaOf(market, 0.5, lead)).toBeCloseTo(beta, 12);
  });

  it('lies between the slope and 1, the nearer to 1 the smaller the prior deviation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.double({ min: -3, max: 3, noNaN: true }), (seed, slope) => {
        const random = randomNumbers(seed);
        const lead = Array.from({ length: 20 }, () => random() - 0.5);
        const market = lead.map((x) => slope * x + (random() - 0.5));
        const [free, usual, tight] = [1e6, 0.5, 1e-6].map((deviation) => betaOf(market, deviation, lead)) as [
          number,
          number,
          number,
        ];
        expect(tight).toBeCloseTo(1, 6);
        expect(Math.min(free, 1)).toBeLessThanOrEqual(usual + 1e-9);
        expect(Math.max(free, 1)).toBeGreaterThanOrEqual(usual - 1e-9);
      }),
    );
  });

  it.each([0, -1, NaN, Infinity])('refuses a prior deviation of %s', (priorDeviation) => {
    expect(() => betaOf(benchmark, priorDeviation)).toThrow(
      new RangeError(`priorDeviation must be finite and > 0, was ${priorDeviation}`),
    );
  });

  it('refuses a benchmark without returns', () => {
    expect(() => betasOf(new Map([[ETH, [0.1]]]), BTC)).toThrow(new RangeError(`returns of ${BTC} are missing`));
  });
});
