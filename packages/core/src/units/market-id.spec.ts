import { marketId } from './market-id';

describe('marketId', () => {
  it.each(['BTC-USD', '1INCH-USD', 'PEPE,RAYDIUM,X-USD', 'a'])('takes the ticker %p as it is', (ticker) => {
    expect(marketId(ticker)).toBe(ticker);
  });

  it.each(['', ' ', 'BTC USD', 'BTC-USD\n', '\tBTC-USD'])('refuses %p', (ticker) => {
    expect(() => marketId(ticker)).toThrow(RangeError);
  });
});
