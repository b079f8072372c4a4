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

  it('stands where it is forced to, on the step grid, and becomes unseen what it would have become', () => {
    const flow = { open: 1, high: 1, low: 1, close: 1, quantums: 5_000, value: 1, trades: 1 };
    const [forced, free] = [1, 1].map((seed) => new OpenInterest(1_000_000, 10, new SeededRandom(seed)));
    forced!.force(77_777);
    for (let block = 0; block < 100; block += 1) [forced!, free!].forEach((interest) => interest.add(flow));
    expect(forced!.quantums).toBe(77_780);
    forced!.force(1);
    expect(forced!.quantums).toBe(10);
    forced!.force(undefined);
    expect(forced!.quantums).toBe(free!.quantums);
  });
});
