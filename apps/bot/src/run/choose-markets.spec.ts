import { type ListedMarket } from '@perpstream/connection';
import { marketId, type MarketStatus } from '@perpstream/core';
import { UsageError } from '../errors';
import { chooseMarkets } from './choose-markets';

function listed(ticker: string, volume24hUsd: number, status: MarketStatus = 'ACTIVE'): ListedMarket {
  return { marketId: marketId(ticker), facts: { status, volume24hUsd } };
}

const markets = [
  listed('BTC-USD', 9),
  listed('OLD-USD', 99, 'FINAL_SETTLEMENT'),
  listed('ETH-USD', 7),
  listed('SOL-USD', 8),
];

describe('chooseMarkets', () => {
  it('takes the active markets with the largest volume', () => {
    expect(chooseMarkets({ top: 2 }, markets, 'local')).toEqual(['BTC-USD', 'SOL-USD']);
  });

  it('takes all active markets when there are fewer than asked for', () => {
    expect(chooseMarkets({ top: 9 }, markets, 'local')).toEqual(['BTC-USD', 'SOL-USD', 'ETH-USD']);
  });

  it('takes the markets that are named, in that order', () => {
    expect(chooseMarkets(['SOL-USD', 'BTC-USD'], markets, 'local')).toEqual(['SOL-USD', 'BTC-USD']);
  });

  it('names the nearest market when one does not exist', () => {
    expect(() => chooseMarkets(['ETC-USD'], markets, 'testnet')).toThrow(
      new UsageError('markets: ETC-USD does not exist on testnet; did you mean BTC-USD?'),
    );
  });

  it('refuses a network without active markets', () => {
    expect(() => chooseMarkets({ top: 1 }, [], 'local')).toThrow(/lists no active market/);
  });
});
