import type { QuoteQuantums } from '@perpstream/core';
import { tradingFee } from './trading-fee';

describe('tradingFee', () => {
  it.each([
    ['is exact where it can be', 10_000_000n, 500, 5_000n],
    ['rounds up', 10_000_001n, 500, 5_001n],
    ['is at least one quantum', 1n, 500, 1n],
    ['is nothing at 0 ppm', 10_000_001n, 0, 0n],
    ['is nothing for a fill worth nothing', 0n, 500, 0n],
    ['rounds a rebate toward zero', 10_000_001n, -110, -1_100n],
    ['gives no rebate below one quantum', 9_000n, -110, 0n],
  ])('%s', (_, quote, ppm, fee) => {
    expect(tradingFee(quote as QuoteQuantums, ppm)).toBe(fee);
  });
});
