import { BTC, ETH, replayEvents, signalScores } from '@perpstream/testing';
import { scoresOfMarket } from './scores-of-market';

describe('scoresOfMarket', () => {
  it('lets the vectors of one market pass as they are', () => {
    const btc = signalScores({ momentum: 60 });
    const eth = signalScores({ momentum: 40 }, { marketId: ETH });
    const empty = signalScores({});
    expect(replayEvents([btc, eth, empty], () => scoresOfMarket(BTC)).outputs).toEqual([btc, empty]);
    expect(replayEvents([btc, eth], () => scoresOfMarket(ETH)).outputs).toEqual([eth]);
  });
});
