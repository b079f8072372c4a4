import { BTC, ETH, marketContext, marketRules, position } from '@perpstream/testing';
import { unixMs, type MarketContext } from '@perpstream/core';
import fc from 'fast-check';
import { DEFAULT_RISK_LIMITS } from '../limits/risk-limits';
import { accountMargin } from '../margin/account-margin';
import { AccountDrift } from './account-drift';
import { MarketRisk } from './market-risk';

const MINUTE_MS = 60_000;

function market(sizeBase: number, marketId = BTC, oraclePriceUsd = 100): MarketRisk {
  const risk = new MarketRisk(marketId, DEFAULT_RISK_LIMITS);
  risk.applyContext(marketContext({ marketId, rules: marketRules({ marketId }), oraclePriceUsd }));
  risk.position = position({ marketId, sizeBase });
  return risk;
}

function state(drift: AccountDrift, risk: MarketRisk, oraclePriceUsd: number, atMs: number): void {
  const { marketId } = risk;
  const context: MarketContext = marketContext({ marketId, oraclePriceUsd, receivedMs: unixMs(atMs) });
  risk.applyContext(context);
  drift.hear(context, atMs);
}

/** Equity less maintenance margin. */
const cushionUsd = (quoteUsd: number, held: readonly MarketRisk[]): number => {
  const { equityUsd, maintenanceMarginUsd } = accountMargin(quoteUsd, held);
  return equityUsd - maintenanceMarginUsd;
};

const timeOf = (drift: AccountDrift, quoteUsd: number, held: readonly MarketRisk[], nowMs: number): number =>
  drift.timeToLiquidationMs(held, accountMargin(quoteUsd, held), nowMs);

describe('the time to liquidation', () => {
  it.each([
    ['a long whose mark falls', 1, -1, 0.97],
    ['a short whose mark rises', -1, 1, 1.03],
  ])('is the cushion over how fast it shrinks: %s', (_name, sizeBase, usdPerMinute, shrinksUsd) => {
    const drift = new AccountDrift();
    const held = [market(sizeBase)];
    drift.follow(held, 0);
    for (const minute of [1, 2, 3]) state(drift, held[0]!, 100 + minute * usdPerMinute, minute * MINUTE_MS);
    const quoteUsd = 20 - sizeBase * 100;
    const expected = cushionUsd(quoteUsd, held) / shrinksUsd;
    expect(timeOf(drift, quoteUsd, held, 3 * MINUTE_MS) / MINUTE_MS).toBeCloseTo(expected, 9);
  });

  it.each([
    ['a long whose mark rises', 1, 101],
    ['a long whose mark stands still', 1, 100],
    ['a short whose mark falls', -1, 99],
  ])('is Infinity for %s', (_name, sizeBase, priceUsd) => {
    const drift = new AccountDrift();
    const held = [market(sizeBase)];
    drift.follow(held, 0);
    state(drift, held[0]!, priceUsd, 2 * MINUTE_MS);
    expect(timeOf(drift, 10 - sizeBase * 100, held, 2 * MINUTE_MS)).toBe(Infinity);
  });

  it('is 0 when the account is liquidatable, and Infinity without a position', () => {
    const held = [market(1)];
    expect(timeOf(new AccountDrift(), -97.01, held, 0)).toBe(0);
    expect(timeOf(new AccountDrift(), -96.99, held, 0)).toBe(Infinity);
    expect(timeOf(new AccountDrift(), -5, [], 0)).toBe(Infinity);
  });

  it('weighs gains of one market against losses of another', () => {
    const drift = new AccountDrift();
    const [btc, eth] = [market(1), market(-10, ETH, 10)];
    drift.follow([btc, eth], 0);
    state(drift, btc, 98, 2 * MINUTE_MS);
    state(drift, eth, 9.7, 2 * MINUTE_MS);
    // The cushion loses 0.97 USD a minute by one and gains 1.545 by the other.
    expect(timeOf(drift, 20, [btc, eth], 2 * MINUTE_MS)).toBe(Infinity);
    state(drift, eth, 9.7, 4 * MINUTE_MS);
    state(drift, btc, 96, 4 * MINUTE_MS);
    expect(timeOf(drift, 20, [btc, eth], 4 * MINUTE_MS)).toBeLessThan(Infinity);
  });

  it('takes the worst of its times: a crash that is young, and a slide that has paused', () => {
    const [crash, slide] = [new AccountDrift(), new AccountDrift()];
    const held = [market(1)];
    for (const drift of [crash, slide]) drift.follow(held, 0);
    state(crash, held[0]!, 100, 20 * MINUTE_MS);
    state(crash, held[0]!, 98, 21 * MINUTE_MS);
    // Over the last minute, of which the fastest mean has seen 1 - 1/e, it is as fast as 2 (1 - 1/e) USD a minute.
    const fastest = 0.97 * 2 * (1 - Math.exp(-1));
    const crashMinutes = cushionUsd(-70, held) / fastest;
    expect(timeOf(crash, -70, held, 21 * MINUTE_MS) / MINUTE_MS).toBeCloseTo(crashMinutes, 6);
    state(slide, held[0]!, 85, 15 * MINUTE_MS);
    state(slide, held[0]!, 85, 20 * MINUTE_MS);
    expect(timeOf(slide, -70, held, 20 * MINUTE_MS) / MINUTE_MS).toBeLessThan(30);
  });

  it('does not know trades and transfers: with the same marks it follows the sizes at hand', () => {
    const drift = new AccountDrift();
    const risk = market(1);
    drift.follow([risk], 0);
    state(drift, risk, 98, 2 * MINUTE_MS);
    const whole = timeOf(drift, -60, [risk], 2 * MINUTE_MS) / cushionUsd(-60, [risk]);
    risk.position = position({ sizeBase: 0.5 });
    const half = [risk];
    drift.follow(half, 2 * MINUTE_MS);
    expect(timeOf(drift, 0, half, 2 * MINUTE_MS) / cushionUsd(0, half)).toBeCloseTo(2 * whole, 9);
  });

  it('forgets a market that was closed', () => {
    const drift = new AccountDrift();
    const held = [market(1)];
    drift.follow(held, 0);
    state(drift, held[0]!, 90, 2 * MINUTE_MS);
    drift.follow([], 2 * MINUTE_MS);
    drift.follow([...held], 2 * MINUTE_MS);
    expect(timeOf(drift, -60, held, 2 * MINUTE_MS + 1)).toBe(Infinity);
  });

  it('starts with the first price of a market that was opened without one, and passes bad prices by', () => {
    const drift = new AccountDrift();
    const risk = new MarketRisk(BTC, DEFAULT_RISK_LIMITS);
    risk.position = position();
    const held = [risk];
    drift.follow(held, 0);
    state(drift, risk, 100, 5 * MINUTE_MS);
    state(drift, risk, 98, 7 * MINUTE_MS);
    drift.hear(marketContext({ oraclePriceUsd: NaN, receivedMs: unixMs(7 * MINUTE_MS + 1) }), 7 * MINUTE_MS + 1);
    drift.hear(marketContext({ marketId: ETH, receivedMs: unixMs(7 * MINUTE_MS + 1) }), 7 * MINUTE_MS + 1);
    const expected = cushionUsd(-60, held) / 0.97;
    expect(timeOf(drift, -60, held, 7 * MINUTE_MS) / MINUTE_MS).toBeCloseTo(expected, 6);
  });

  it('takes a context that does not restate the price for no news', () => {
    const [told, untold] = [new AccountDrift(), new AccountDrift()];
    const held = [market(1)];
    for (const drift of [told, untold]) drift.follow(held, 0);
    for (const drift of [told, untold]) state(drift, held[0]!, 98, 2 * MINUTE_MS);
    const again = marketContext({ oraclePriceUsd: 98, oracleReceivedMs: unixMs(2 * MINUTE_MS), nextFundingRate1h: 1 });
    told.hear(again, 3 * MINUTE_MS);
    for (const drift of [told, untold]) state(drift, held[0]!, 97, 4 * MINUTE_MS);
    expect(timeOf(told, -60, held, 4 * MINUTE_MS)).toBe(timeOf(untold, -60, held, 4 * MINUTE_MS));
  });

  it('is shorter the thinner the cushion, whatever the marks did', () => {
    const prices = fc.array(fc.double({ min: 80, max: 120, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(
        prices,
        fc.double({ min: -95, max: 0, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (given, quoteUsd, moreUsd) => {
          const drift = new AccountDrift();
          const held = [market(1)];
          drift.follow(held, 0);
          given.forEach((priceUsd, index) => state(drift, held[0]!, priceUsd, (index + 1) * 40_000));
          const nowMs = given.length * 40_000;
          const [thin, thick] = [timeOf(drift, quoteUsd, held, nowMs), timeOf(drift, quoteUsd + moreUsd, held, nowMs)];
          expect(thin).toBeGreaterThanOrEqual(0);
          expect(thin).toBeLessThanOrEqual(thick);
        },
      ),
    );
  });
});
