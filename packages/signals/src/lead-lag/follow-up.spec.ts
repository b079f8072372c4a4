import { randomNumbers } from '@perpstream/testing';
import { FollowUp } from './follow-up';

const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Pairs whose correlation is, on average, this. */
function pairs(correlation: number, count: number, seed = 3): (readonly [move: number, following: number])[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => {
    const move = normal(random);
    return [move, correlation * move + Math.sqrt(1 - correlation ** 2) * normal(random)] as const;
  });
}

function followUpOf(given: readonly (readonly [number, number])[], significance = 2, halfLifeMs = 100_000): FollowUp {
  const followUp = new FollowUp(halfLifeMs, significance);
  given.forEach(([move, following]) => followUp.add(move, following, 1_000));
  return followUp;
}

/** r - bound / r from the whole history, with the bound of weighted pairs. */
function expectedByDefinition(given: readonly (readonly [number, number])[], move: number): number {
  const weights = given.map((_, index) => 0.5 ** ((given.length - 1 - index) / 100));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (pair: readonly [number, number]) => number): number =>
    given.reduce((sum, pair, index) => sum + weights[index]! * of(pair), 0) / total;
  const [meanMove, meanFollowing] = [mean(([x]) => x), mean(([, y]) => y)];
  const moveVariance = mean(([x]) => (x - meanMove) ** 2);
  const variance = mean(([, y]) => (y - meanFollowing) ** 2);
  const correlation = mean(([x, y]) => (x - meanMove) * (y - meanFollowing)) / Math.sqrt(moveVariance * variance);
  const bound = (4 * weights.reduce((sum, weight) => sum + weight ** 2, 0)) / total ** 2;
  return ((correlation - bound / correlation) * move) / Math.sqrt(moveVariance);
}

describe('FollowUp', () => {
  it('expects the shrunk correlation times the move in standard deviations', () => {
    const given = pairs(0.5, 300);
    expect(followUpOf(given).expect(1.5)).toBeCloseTo(expectedByDefinition(given, 1.5), 9);
  });

  it('expects nothing before it knows anything, nor of a leader that never moves', () => {
    expect(new FollowUp(1_000, 2).expect(1)).toBe(0);
    expect(followUpOf([[0, 1], [0, -1], [0, 2]]).expect(1)).toBe(0); // prettier-ignore
    expect(followUpOf([[1, 0], [-1, 0], [2, 0]]).expect(1)).toBe(0); // prettier-ignore
  });

  it('expects nothing when the correlation is by chance, in nearly all cases', () => {
    const silent = Array.from({ length: 200 }, (_, index) => followUpOf(pairs(0, 400, index + 1), 3).expect(1));
    expect(silent.filter((value) => value === 0).length).toBeGreaterThan(195);
  });

  it('does not depend on the scale of either', () => {
    const given = pairs(0.4, 200);
    const scaled = given.map(([move, following]) => [1e-4 * move, 1e3 * following] as const);
    expect(followUpOf(scaled).expect(1e-4)).toBeCloseTo(followUpOf(given).expect(1), 9);
  });

  it('expects the opposite when the market goes against the leader', () => {
    const given = pairs(0.4, 200);
    const against = given.map(([move, following]) => [move, -following] as const);
    expect(followUpOf(against).expect(1)).toBeCloseTo(-followUpOf(given).expect(1), 12);
  });

  it('knows how much time its pairs cover', () => {
    expect(followUpOf(pairs(0, 7)).seenMs).toBe(7_000);
  });
});
