import { signalScores } from '@perpstream/testing';
import { scoreLeaning } from './score-leaning';

const weights = { volatilityWidening: 1, toxicityWidening: 0.5, tradeFlowSkewBps: 2, bookImbalanceSkewBps: 3 };
const neutral = { volatility: 50, tradeFlow: 50, bookImbalance: 50 };
const leaning = (scores: Record<string, number>, given = weights): ReturnType<typeof scoreLeaning> =>
  scoreLeaning(signalScores(scores).scores, given);

describe('scoreLeaning', () => {
  it.each([
    ['nothing at neutral scores', {}, 0, 1],
    ['buyers move the quotes up and widen them', { tradeFlow: 100 }, 2, 1.5],
    ['sellers move them down and widen them', { tradeFlow: 25 }, -1, 1.25],
    ['a full bid side moves them up alone', { bookImbalance: 75 }, 1.5, 1],
    ['volatility widens them', { volatility: 100 }, 0, 2],
    ['calm does not narrow them', { volatility: 0 }, 0, 1],
    ['all adds up', { tradeFlow: 100, bookImbalance: 0, volatility: 75 }, -1, 2],
  ])('is %s', (_, change, leanBps, widening) => {
    const found = leaning({ ...neutral, ...change })!;
    expect(found.leanBps).toBeCloseTo(leanBps, 12);
    expect(found.widening).toBeCloseTo(widening, 12);
  });

  it.each(['volatility', 'tradeFlow', 'bookImbalance'])('R25: has no view without the score %s', (name) => {
    const others = Object.entries(neutral).filter(([other]) => other !== name);
    expect(leaning(Object.fromEntries(others))).toBeUndefined();
    expect(scoreLeaning(undefined, weights)).toBeUndefined();
  });

  it('does not look at scores without a weight', () => {
    const none = { volatilityWidening: 0, toxicityWidening: 0, tradeFlowSkewBps: 0, bookImbalanceSkewBps: 0 };
    expect(scoreLeaning(undefined, none)).toEqual({ leanBps: 0, widening: 1, reasons: [] });
  });

  it('looks at trades for their toxicity alone', () => {
    const found = leaning({ ...neutral, tradeFlow: 0 }, { ...weights, tradeFlowSkewBps: 0 })!;
    expect(found).toMatchObject({ widening: 1.5 });
    expect(found.leanBps).toBeCloseTo(0, 12);
  });

  it('gives every score it looked at as a reason', () => {
    expect(leaning(neutral)?.reasons).toEqual([
      { name: 'volatility', value: 50, weight: 1 },
      { name: 'tradeFlow', value: 50, weight: 2 },
      { name: 'bookImbalance', value: 50, weight: 3 },
    ]);
  });
});
