import { unixMs } from '@perpstream/core';
import { marketContext } from '@perpstream/testing';
import { OraclePrice } from './oracle-price';

describe('OraclePrice', () => {
  it('is unknown at first', () => {
    expect(new OraclePrice().priceUsdAt(0, 1e12)).toBeUndefined();
  });

  it('ages from the moment the price came, not from that of the context', () => {
    const oracle = new OraclePrice();
    oracle.take(marketContext({ oraclePriceUsd: 5, oracleReceivedMs: unixMs(100), receivedMs: unixMs(5_000) }));
    expect(oracle.priceUsdAt(1_100, 1_000)).toBe(5);
    expect(oracle.priceUsdAt(1_101, 1_000)).toBeUndefined();
  });

  it('takes the time of the context where no other is stated', () => {
    const { kind, status, marketId, cause } = marketContext();
    const oracle = new OraclePrice();
    oracle.take({ kind, status, marketId, cause, receivedMs: unixMs(400), oraclePriceUsd: 7 });
    expect(oracle.priceUsdAt(1_400, 1_000)).toBe(7);
  });

  it.each([undefined, 0, -1, NaN])('keeps the price before when a context states %p', (price) => {
    const oracle = new OraclePrice();
    oracle.take(marketContext({ oraclePriceUsd: 5 }));
    const { kind, status, marketId, cause, receivedMs } = marketContext({ receivedMs: unixMs(900) });
    oracle.take({ kind, status, marketId, cause, receivedMs, ...(price !== undefined && { oraclePriceUsd: price }) });
    expect(oracle.priceUsdAt(10, 1_000)).toBe(5);
    expect(oracle.priceUsdAt(1_001, 1_000)).toBeUndefined();
  });
});
