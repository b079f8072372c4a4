import { unixMs } from '@perpstream/core';
import fc from 'fast-check';
import { fundingPayment, utcHour } from './funding-payment';

describe('fundingPayment', () => {
  it.each([
    // 1.5 BTC x 60,000 x 0.0000125 = 1.125 USD
    ['takes from a long at a positive rate', 15_000_000_000n, -10, 60_000, 0.0000125, -1_125_000n],
    ['gives to a short at a positive rate', -15_000_000_000n, -10, 60_000, 0.0000125, 1_125_000n],
    ['gives to a long at a negative rate', 15_000_000_000n, -10, 60_000, -0.0000125, 1_125_000n],
    ['takes from a short at a negative rate', -15_000_000_000n, -10, 60_000, -0.0000125, -1_125_000n],
    ['rounds a payment up, against the account', 1n, -6, 1, 0.5, -1n],
    ['rounds a receipt down, against the account', -1n, -6, 1, 0.5, 0n],
    ['pays nothing at rate 0', 15_000_000_000n, -10, 60_000, 0, 0n],
    ['counts markets whose quantum is a whole coin', 1_000n, 0, 0.00002, 0.0001, -2n],
    ['counts markets whose quantum is a thousand coins', 1_000n, 3, 2, 0.25, -500_000_000_000n],
    ['reads numbers in exponent notation', 10_000_000_000n, -10, 100_000, 1e-7, -10_000n],
  ])('%s', (_, quantums, atomicResolution, oracleUsd, rate1h, payment) => {
    expect(fundingPayment({ quantums, atomicResolution }, oracleUsd, rate1h)).toBe(payment);
  });

  // R = 1,001,999 ppm per 8 h over 8 h at price 1000 moves the index of a market with 10^-12 quantums by 1001 millionths of a
  // quote quantum per quantum (v4-chain x/perpetuals/funding/funding_test.go): eight hourly payments of R / 8.
  it('agrees with the funding index of the chain', () => {
    const hourly = fundingPayment({ quantums: 10n ** 12n, atomicResolution: -12 }, 1_000, 1.001999 / 8);
    expect(Number(hourly) * 8).toBe(-1_001_999_000);
  });

  it('never favours the account: both sides of a position together receive nothing', () => {
    const price = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    const rate = fc.double({ min: -0.01, max: 0.01, noNaN: true });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 14n }), price, rate, (quantums, oracleUsd, rate1h) => {
        const long = fundingPayment({ quantums, atomicResolution: -9 }, oracleUsd, rate1h);
        const short = fundingPayment({ quantums: -quantums, atomicResolution: -9 }, oracleUsd, rate1h);
        expect([0n, -1n]).toContain(long + short);
      }),
    );
  });
});

describe('utcHour', () => {
  it.each([
    [0, 0],
    [3_599_999.9, 0],
    [3_600_000, 1],
    [1_723_161_600_000, 478_656],
  ])('counts %d ms as hour %d', (atMs, hour) => {
    expect(utcHour(unixMs(atMs))).toBe(hour);
  });
});
