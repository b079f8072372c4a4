import { SeededRandom } from '../random/seeded-random';
import { OpenInterest } from './open-interest';

describe('OpenInterest', () => {
  it('moves with volume, stays on the step grid and near its usual amount', () => {
    const interest = new OpenInterest(1_000_000, 10, new SeededRandom(1));
    const seen = Array.from({ length: 20_000 }, () => {
      interest.add({ open: 1, high: 1, low: 1, close: 1, quantums: 5_000, value: 1, trades: 1 });
      return interest.quantums;
    });
    expect(new Set(seen).size).toBeGreaterThan(1_000);
    expect(seen.every((quantums) => quantums > 0 && quantums % 10 === 0)).toBe(true);
    expect(Math.max(...seen)).toBeLessThan(2_000_000);
  });
});
