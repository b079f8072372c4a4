import { priceReader, type PriceSource } from './price-source';

const top = { bidPriceUsd: 99, bidSizeBase: 3, askPriceUsd: 101, askSizeBase: 1 };

describe('priceReader', () => {
  it('reads the mid', () => {
    expect(priceReader('mid')(top)).toBe(100);
  });

  it('reads the micro price, which a large bid pulls toward the ask', () => {
    expect(priceReader('micro')(top)).toBe(100.5);
  });

  it.each(['last', 'toString'])('refuses %s', (price) => {
    expect(() => priceReader(price as PriceSource)).toThrow(RangeError);
  });
});
