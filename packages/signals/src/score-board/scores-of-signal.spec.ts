import { unixMs } from '@perpstream/core';
import { BTC, ETH, replayEvents, signalScores } from '@perpstream/testing';
import { scoresOfSignal } from './scores-of-signal';

const values = (events: readonly ReturnType<typeof signalScores>[]) =>
  replayEvents(events, () => scoresOfSignal('momentum')).outputs.map(({ marketId, score }) => [marketId, score]);

describe('scoresOfSignal', () => {
  it('gives the score of every vector that has it', () => {
    const event = { receivedMs: unixMs(5), cause: 2 };
    const { outputs } = replayEvents([signalScores({ momentum: 60, volume: 1 }, event)], () =>
      scoresOfSignal('momentum'),
    );
    expect(outputs).toEqual([{ ...event, kind: 'score', signal: 'momentum', marketId: BTC, score: 60 }]);
  });

  it('keeps a score of 0', () => {
    expect(values([signalScores({ momentum: 0 })])).toEqual([[BTC, 0]]);
  });

  it('is silent while there is no such score', () => {
    expect(values([signalScores({ volume: 60 }), signalScores({})])).toEqual([]);
  });

  it('says once, for its market alone, that the score is gone', () => {
    const events = [
      signalScores({ momentum: 60 }),
      signalScores({ momentum: 30 }, { marketId: ETH }),
      signalScores({ volume: 50 }),
      signalScores({}),
      signalScores({ momentum: 31 }, { marketId: ETH }),
      signalScores({ momentum: 61 }),
    ];
    expect(values(events)).toEqual([[BTC, 60], [ETH, 30], [BTC, undefined], [ETH, 31], [BTC, 61]]); // prettier-ignore
  });

  it('starts fresh in every subscription', () => {
    const operator$ = scoresOfSignal('momentum');
    replayEvents([signalScores({ momentum: 60 })], () => operator$);
    expect(replayEvents([signalScores({})], () => operator$).outputs).toEqual([]);
  });
});
