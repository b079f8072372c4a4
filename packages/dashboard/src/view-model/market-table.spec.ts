import { marketId, unixMs } from '@perpstream/core';
import { emptyMarketTable, marketView, withMarketData, withScores } from './market-table';

const live = (market: string) =>
  ({
    kind: 'quality',
    marketId: marketId(market),
    receivedMs: unixMs(0),
    cause: 0,
    level: 'live',
    quality: 1,
    crossesRepaired: 0,
    knownLevels: 20,
    ageMs: 0,
    reason: '',
  }) as const;

describe('the market table', () => {
  it('finds each market among hundreds and leaves the others alone', () => {
    const names = Array.from({ length: 300 }, (_, index) => `M${index}-USD`);
    const full = names.reduce((table, name) => withMarketData(table, live(name)), emptyMarketTable);
    const changed = withScores(full, {
      kind: 'scores',
      marketId: marketId('M7-USD'),
      receivedMs: unixMs(0),
      cause: 0,
      scores: {},
    });
    expect(names.every((name) => marketView(changed, marketId(name))?.marketId === name)).toBe(true);
    expect(changed.rows.filter((row, index) => row !== full.rows[index])).toHaveLength(1);
    expect(changed.index).toBe(full.index);
  });

  it('knows nothing of a market it has not heard of', () => {
    expect(marketView(emptyMarketTable, marketId('BTC-USD'))).toBeUndefined();
  });
});
