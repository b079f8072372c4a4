import { signalScores } from '@perpstream/testing';
import { assert, double, property, record } from 'fast-check';
import { momentumSniperDefaults } from './momentum-sniper-options';
import { poll } from './poll';
import type { Votes } from './votes';

const vector = (scores: Record<string, number>) => signalScores(scores).scores;
const votes: Votes = {
  momentum: { role: 'direction', weight: 3 },
  leadLag: { role: 'direction', weight: 1, isOptional: true },
  volume: { role: 'confirmation', weight: 1 },
  trend: { role: 'confirmation', weight: 1, isOptional: true },
};

describe('poll', () => {
  // By hand: weighted means of (score - 50) / 50 and of score / 100.
  it.each([
    ['all votes', { momentum: 90, leadLag: 50, volume: 60, trend: 80 }, (3 * 0.8 + 0) / 4, 0.7],
    ['without the optional ones', { momentum: 90, volume: 60 }, 0.8, 0.6],
    ['a fall', { momentum: 0, leadLag: 0, volume: 100, trend: 100 }, -1, 1],
    ['nothing to go by', { momentum: 50, leadLag: 50, volume: 0, trend: 0 }, 0, 0],
  ])('counts %s', (_name, scores, direction, confirmation) => {
    const outcome = poll(vector(scores), votes)!;
    expect(outcome.direction).toBeCloseTo(direction, 12);
    expect(outcome.confirmation).toBeCloseTo(confirmation, 12);
  });

  it('names the votes that counted, with their weights', () => {
    expect(poll(vector({ momentum: 90, volume: 60, funding: 3 }), votes)!.reasons).toEqual([
      { name: 'momentum', value: 90, weight: 3 },
      { name: 'volume', value: 60, weight: 1 },
    ]);
  });

  it.each([
    ['a direction', { leadLag: 90, volume: 60 }],
    ['a confirmation', { momentum: 90, leadLag: 90 }],
    ['everything', {}],
  ])('R25: has no outcome without %s', (_name, scores) => {
    expect(poll(vector(scores), votes)).toBeUndefined();
  });

  it('needs a direction, whatever is optional', () => {
    const only = { momentum: { role: 'direction', weight: 1, isOptional: true } } as const;
    expect(poll(vector({}), only)).toBeUndefined();
  });

  it('takes a move without confirmations for confirmed', () => {
    expect(poll(vector({ momentum: 60 }), { momentum: { role: 'direction', weight: 1 } })).toMatchObject({
      confirmation: 1,
    });
  });

  const points = double({ min: 0, max: 100, noNaN: true });
  const anyScores = record(Object.fromEntries(Object.keys(momentumSniperDefaults.votes).map((name) => [name, points])));

  it('stays in its ranges, and mirrors: turned direction scores turn the direction alone', () => {
    assert(
      property(anyScores, (scores) => {
        const mirrored = Object.fromEntries(
          Object.entries(scores).map(([name, value]) => [
            name,
            momentumSniperDefaults.votes[name]!.role === 'direction' ? 100 - value : value,
          ]),
        );
        const [seen, turned] = [scores, mirrored].map((all) => poll(vector(all), momentumSniperDefaults.votes)!);
        expect(Math.abs(seen!.direction)).toBeLessThanOrEqual(1);
        expect(seen!.confirmation).toBeGreaterThanOrEqual(0);
        expect(seen!.confirmation).toBeLessThanOrEqual(1);
        expect(turned!.direction).toBeCloseTo(-seen!.direction, 9);
        expect(turned!.confirmation).toBe(seen!.confirmation);
      }),
    );
  });
});
