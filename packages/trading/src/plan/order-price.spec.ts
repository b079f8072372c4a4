import { toPriceUsd, type Subticks, type TopOfBook } from '@perpstream/core';
import { marketRules } from '@perpstream/testing';
import fc from 'fast-check';
import { takerWorstPrice, touchPrice, uncrossedPrice } from './order-price';

/** Tick 1 USD. */
const rules = marketRules();
/** Tick 0.0001 USD. */
const fineRules = marketRules({ atomicResolution: -6, quantumConversionExponent: -9, subticksPerTick: 100_000n });

function top(bidPriceUsd: number, askPriceUsd: number): TopOfBook {
  return { bidPriceUsd, bidSizeBase: 1, askPriceUsd, askSizeBase: 1 };
}

describe('takerWorstPrice', () => {
  it.each([
    ['a buy 20 bps above the ask, rounded down', 'buy', 20, 61_933],
    ['a sell 20 bps below the bid, rounded up', 'sell', 20, 61_667],
    ['a buy without slippage at the ask', 'buy', 0, 61_810],
    ['a sell without slippage at the bid', 'sell', 0, 61_790],
    ['a buy whose slippage is less than a tick at the ask', 'buy', 0.1, 61_810],
    ['a sell whose slippage is less than a tick at the bid', 'sell', 0.1, 61_790],
    ['a sell with nearly all slippage at one tick', 'sell', 9_999.99, 1],
  ] as const)('prices %s', (_, side, slippageBps, priceUsd) => {
    const price = takerWorstPrice(side, top(61_790, 61_810), slippageBps, rules);
    expect(price.ok && toPriceUsd(price.value, rules)).toBe(priceUsd);
  });

  it('never goes past the stated slippage and always reaches the touch', () => {
    const bid = fc.integer({ min: 1, max: 10_000_000 });
    const slippage = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(bid, slippage, (bidTicks, slippageBps) => {
        const book = top(bidTicks / 10_000, (bidTicks + 3) / 10_000);
        const buy = takerWorstPrice('buy', book, slippageBps, fineRules);
        const sell = takerWorstPrice('sell', book, slippageBps, fineRules);
        if (!buy.ok || !sell.ok) throw new Error('a price must be on the grid');
        const [buyUsd, sellUsd] = [toPriceUsd(buy.value, fineRules), toPriceUsd(sell.value, fineRules)];
        expect(buyUsd).toBeGreaterThanOrEqual(book.askPriceUsd);
        expect(buyUsd).toBeLessThanOrEqual(book.askPriceUsd * (1 + slippageBps / 10_000));
        expect(sellUsd).toBeLessThanOrEqual(book.bidPriceUsd);
        expect(sellUsd).toBeGreaterThanOrEqual(book.bidPriceUsd * (1 - slippageBps / 10_000));
        expect(buy.value % fineRules.subticksPerTick).toBe(0n);
      }),
    );
  });
});

describe('touchPrice', () => {
  it.each([
    ['buy', 61_790],
    ['sell', 61_810],
  ] as const)('joins the best price of the side of a %s', (side, priceUsd) => {
    const price = touchPrice(side, top(61_790, 61_810), rules);
    expect(price.ok && toPriceUsd(price.value, rules)).toBe(priceUsd);
  });
});

describe('uncrossedPrice', () => {
  it.each([
    ['leaves a bid below the ask', 'buy', 100, 100],
    ['leaves a bid one tick below the ask', 'buy', 109, 109],
    ['moves a bid at the ask one tick below it', 'buy', 110, 109],
    ['moves a bid above the ask one tick below it', 'buy', 200, 109],
    ['leaves an ask above the bid', 'sell', 105, 105],
    ['moves an ask at the bid one tick above it', 'sell', 90, 91],
    ['moves an ask below the bid one tick above it', 'sell', 5, 91],
  ] as const)('%s', (_, side, wantedUsd, priceUsd) => {
    const wanted = (BigInt(wantedUsd) * 100_000n) as Subticks;
    const price = uncrossedPrice(side, wanted, top(90, 110), rules);
    expect(price.ok && toPriceUsd(price.value, rules)).toBe(priceUsd);
  });

  it('refuses a bid when the ask is at the lowest price there is', () => {
    expect(uncrossedPrice('buy', 500_000n as Subticks, top(0.5, 1), rules)).toMatchObject({
      ok: false,
      reason: 'no buy price below 1 is on the grid',
    });
  });

  it('refuses a bid when the ask is below one tick', () => {
    expect(uncrossedPrice('buy', 500_000n as Subticks, top(0.1, 0.5), rules).ok).toBe(false);
  });
});
