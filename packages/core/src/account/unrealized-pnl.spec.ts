import { unrealizedPnlUsd } from './unrealized-pnl';

describe('unrealizedPnlUsd', () => {
  it.each([
    ['a long above its entry gains', 2, 100, 110, 20],
    ['a long below its entry loses', 2, 100, 90, -20],
    ['a short above its entry loses', -2, 100, 110, -20],
    ['a short below its entry gains', -2, 100, 90, 20],
    ['nothing at the entry', 2, 100, 100, 0],
  ])('%s', (_, sizeBase, entryPriceUsd, markPriceUsd, pnlUsd) => {
    expect(unrealizedPnlUsd({ sizeBase, entryPriceUsd }, markPriceUsd)).toBe(pnlUsd);
  });
});
