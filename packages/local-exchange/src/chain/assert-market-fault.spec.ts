import type { MarketFault } from '../faults/exchange-fault';
import { assertMarketFault } from './assert-market-fault';
import { DEFAULT_MARKETS } from './default-markets';

const check = (fault: MarketFault): void => assertMarketFault(fault, DEFAULT_MARKETS);
const funding = (market: string, rate: number): MarketFault => ({ kind: 'funding-rate', market, rate, forMs: 1 });

describe('assertMarketFault', () => {
  // IM - MM is 0.008, 0.02 and 0.05: six times that in eight hours.
  it.each([
    ['BTC-USD', 0.006],
    ['SOL-USD', 0.015],
    ['PEPE-USD', 0.0375],
  ])('lets funding of %s go to %d an hour in both directions, and not a step of the chain further', (ticker, rate) => {
    const step = 0.000000125;
    for (const sign of [1, -1]) {
      expect(() => check(funding(ticker, sign * rate))).not.toThrow();
      const beyond = sign * (rate + step);
      expect(() => check(funding(ticker, beyond))).toThrow(
        new RangeError(
          `funding-rate: rate of ${ticker} must be in -${rate}..${rate} an hour, 6 x (IM - MM) in 8 hours, was ${beyond}`,
        ),
      );
    }
  });

  it.each<[string, MarketFault]>([
    ['price-move: no market ZZZ-USD', { kind: 'price-move', market: 'ZZZ-USD', by: 0.1, overMs: 1 }],
    ['price-move: by must be in -0.99..10, was -1', { kind: 'price-move', by: -1, overMs: 1 }],
    ['price-move: by must be in -0.99..10, was NaN', { kind: 'price-move', by: NaN, overMs: 1 }],
    ['price-move: by must be in -0.99..10, was 10.1', { kind: 'price-move', by: 10.1, overMs: 1 }],
    ['price-move: overMs must be in 0..31536000000, was Infinity', { kind: 'price-move', by: 0.1, overMs: Infinity }],
    ['halt-chain: forMs must be in 0..31536000000, was -1', { kind: 'halt-chain', forMs: -1 }],
    ['liquidity: factor must be in 0.01..100, was 0', { kind: 'liquidity', factor: 0, forMs: 1 }],
    [
      'open-interest: openInterestUsd must be in 1..1000000000000, was 0',
      { kind: 'open-interest', market: 'BTC-USD', openInterestUsd: 0, forMs: 1 },
    ],
    ['oracle-freeze: no market btc-usd', { kind: 'oracle-freeze', market: 'btc-usd', forMs: 1 }],
    [
      'funding-rate: rate of BTC-USD must be in -0.006..0.006 an hour, 6 x (IM - MM) in 8 hours, was NaN',
      funding('BTC-USD', NaN),
    ],
  ])('says %j', (message, fault) => {
    expect(() => check(fault)).toThrow(new RangeError(message));
  });

  it.each<MarketFault>([
    { kind: 'price-move', by: -0.99, overMs: 0 },
    { kind: 'price-move', by: 10, overMs: 1 },
    { kind: 'oracle-freeze', forMs: 0 },
    { kind: 'liquidity', factor: 0.01, forMs: 1 },
    { kind: 'liquidity', factor: 100, forMs: 1 },
    { kind: 'market-status', market: 'PEPE-USD', status: 'PAUSED', forMs: 1 },
    { kind: 'open-interest', market: 'BTC-USD', openInterestUsd: 1e12, forMs: 1 },
    { kind: 'halt-chain', forMs: 1 },
  ])('lets %j pass', (fault) => {
    expect(() => check(fault)).not.toThrow();
  });
});
