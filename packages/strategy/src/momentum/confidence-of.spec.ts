import { signalScores } from '@perpstream/testing';
import { assert, property, record, double, constantFrom } from 'fast-check';
import { confidenceOf } from './confidence-of';
import { momentumWeights, type SignalWeights } from './signal-weights';

const vector = (scores: Record<string, number>) => signalScores(scores).scores;

const threeToOne: SignalWeights = {
  momentum: { role: 'direction', weight: 3 },
  volume: { role: 'confirmation', weight: 1 },
};

const points = double({ min: 0, max: 100, noNaN: true });
const anyScores = record({ momentum: points, bookImbalance: points, volume: points, volatility: points });

describe('confidenceOf', () => {
  // Worked by hand from the formula: sum of weight x agreement over the sum of weights.
  it.each([
    ['(3 x 0.9 + 0.7) / 4', { momentum: 90, volume: 70 }, 'long', 0.85],
    ['(3 x 0.1 + 0.7) / 4', { momentum: 90, volume: 70 }, 'short', 0.25],
    ['all for it', { momentum: 100, volume: 100 }, 'long', 1],
    ['all against it', { momentum: 0, volume: 0 }, 'long', 0],
    ['a fall that is confirmed', { momentum: 0, volume: 100 }, 'short', 1],
    ['neutral', { momentum: 50, volume: 50 }, 'short', 0.5],
  ] as const)('is the weighted mean of agreements: %s', (_name, scores, direction, expected) => {
    expect(confidenceOf(vector(scores), threeToOne, direction)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['long', 0.5 * 0.95 + 0.2 * 0.8 + 0.2 * 0.9 + 0.1 * 0.6],
    ['short', 0.5 * 0.05 + 0.2 * 0.2 + 0.2 * 0.9 + 0.1 * 0.6],
  ] as const)('weighs the four signals of the default for %s', (direction, expected) => {
    const scores = vector({ momentum: 95, bookImbalance: 80, volume: 90, volatility: 60 });
    expect(confidenceOf(scores, momentumWeights, direction)).toBeCloseTo(expected, 12);
  });

  it.each([
    ['one weighted score is missing', { momentum: 90 }],
    ['there are no scores', {}],
  ])('has no opinion when %s', (_name, scores) => {
    expect(confidenceOf(vector(scores), threeToOne, 'long')).toBeUndefined();
  });

  it('ignores scores that have no weight', () => {
    const scores = vector({ momentum: 90, volume: 70, funding: 0 });
    expect(confidenceOf(scores, threeToOne, 'long')).toBeCloseTo(0.85, 12);
  });

  it('stays in [0, 1] for every vector', () => {
    assert(
      property(anyScores, constantFrom('long', 'short'), (scores, direction) => {
        const confidence = confidenceOf(vector(scores), momentumWeights, direction)!;
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('mirrors: a long in one market is a short where the direction scores are turned round', () => {
    assert(
      property(anyScores, (scores) => {
        const turned = { ...scores, momentum: 100 - scores.momentum, bookImbalance: 100 - scores.bookImbalance };
        const long = confidenceOf(vector(scores), momentumWeights, 'long')!;
        expect(confidenceOf(vector(turned), momentumWeights, 'short')).toBeCloseTo(long, 12);
      }),
    );
  });

  it('never falls when a score that agrees rises', () => {
    assert(
      property(anyScores, points, constantFrom('momentum', 'volume'), (scores, other, name) => {
        const [low, high] = [Math.min(scores[name], other), Math.max(scores[name], other)];
        const at = (value: number) => confidenceOf(vector({ ...scores, [name]: value }), momentumWeights, 'long')!;
        expect(at(high)).toBeGreaterThanOrEqual(at(low));
      }),
    );
  });
});
