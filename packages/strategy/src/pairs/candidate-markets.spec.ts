import { marketId } from '@perpstream/core';
import { CandidateMarkets } from './candidate-markets';

const lists = { allow: [], deny: [] };
const [a, b, c, d] = ['A-USD', 'B-USD', 'C-USD', 'D-USD'].map(marketId) as [never, never, never, never];

function candidates(volumes: readonly [typeof a, number][], given: { allow?: string[]; deny?: string[] } = {}) {
  const markets = new CandidateMarkets(2, { ...lists, ...given });
  volumes.forEach(([market, volume]) => markets.setVolume(market, volume));
  return markets;
}

describe('CandidateMarkets', () => {
  it('are the most traded, in the order of their names', () => {
    const markets = candidates([[d, 9], [a, 5], [c, 8]]); // prettier-ignore
    expect([markets.choose(), markets.members]).toEqual([true, [c, d]]);
    expect(markets.choose()).toBe(false);
  });

  it('keep their place until another is clearly more traded', () => {
    const markets = candidates([[a, 10], [b, 8]]); // prettier-ignore
    markets.choose();
    markets.setVolume(c, 9.9);
    expect(markets.choose()).toBe(false);
    markets.setVolume(c, 10.1);
    expect([markets.choose(), markets.members]).toEqual([true, [a, c]]);
  });

  it('are fewer where fewer are known', () => {
    const markets = candidates([[b, 1]]);
    expect([markets.choose(), markets.members]).toEqual([true, [b]]);
  });

  it('are listed', () => {
    const volumes: [typeof a, number][] = [[a, 10], [b, 8], [c, 6]]; // prettier-ignore
    const chosen = (given: object) => {
      const markets = candidates(volumes, given);
      markets.choose();
      return markets.members;
    };
    expect(chosen({ allow: ['B-USD', 'C-USD'] })).toEqual([b, c]);
    expect(chosen({ deny: ['A-USD'] })).toEqual([b, c]);
  });

  it('are ordered by name where volumes are equal', () => {
    const markets = candidates([[c, 5], [b, 5], [a, 5]]); // prettier-ignore
    markets.choose();
    expect(markets.members).toEqual([a, b]);
  });
});
