import type { ChainAccount, ChainPosition, MarketId, Quantums, QuoteQuantums } from '@perpstream/core';
import { BTC, ETH, marketRules } from '@perpstream/testing';
import * as fc from 'fast-check';
import { accountMargin, type MarginPosition } from '../margin/account-margin';
import { exactAccountOf } from '../margin/exact-account-of';
import type { ExactAccount, ExactPosition } from '../margin/exact-position';
import { tierOf } from '../margin/tier-of';
import { bankruptcyPrice } from './bankruptcy-price';
import { isLiquidatable } from './is-liquidatable';
import { liquidationPrice } from './liquidation-price';

const size = fc.integer({ min: 1, max: 100_000 });
const sign = fc.constantFrom(1, -1);
const cents = fc.integer({ min: 100, max: 10_000_000 });
const maintenance = fc.constantFrom(0.012, 0.03, 0.05, 0.1);

function floatPosition(sizeBase: number, oraclePriceUsd: number, maintenanceMarginFraction: number): MarginPosition {
  return { sizeBase, oraclePriceUsd, initialMarginFraction: 2 * maintenanceMarginFraction, maintenanceMarginFraction };
}

describe('the crossing of a liquidation price', () => {
  it('flips the verdict: a part in 10^10 of the price each side, in float64', () => {
    const nearby = 1e-10;
    fc.assert(
      fc.property(
        size,
        sign,
        cents,
        maintenance,
        fc.integer({ min: -2_000_000, max: 2_000_000 }),
        (base, side, mark, fraction, balance) => {
          const position = floatPosition((side * base) / 100, mark / 100, fraction);
          const other = floatPosition(-3, 10, 0.05);
          const priceUsd = liquidationPrice(position, accountMargin(balance, [position, other]));
          fc.pre(priceUsd !== undefined && priceUsd > 1e-3);
          const isLiquidatableAt = (oraclePriceUsd: number): boolean => {
            const margin = accountMargin(balance, [{ ...position, oraclePriceUsd }, other]);
            return margin.maintenanceMarginUsd > margin.equityUsd;
          };
          // Cancellation costs digits where the balance is large against the position.
          const step = nearby * (1 + Math.abs(balance) / (Math.abs(position.sizeBase) * priceUsd));
          expect(isLiquidatableAt(priceUsd * (1 - side * step))).toBe(true);
          expect(isLiquidatableAt(priceUsd * (1 + side * step))).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('flips the verdict of the chain within the band that its rounding leaves', () => {
    fc.assert(
      fc.property(size, sign, cents, fc.integer({ min: -2_000, max: 2_000 }), (base, side, mark, share) => {
        const rules = marketRules({ atomicResolution: -6 });
        const account = (priceMicroUsd: bigint): ExactAccount => ({
          usdcQuoteQuantums: (-BigInt(side * base * mark) * 10n ** 4n * 97n) / 100n + BigInt(share) * 1_000_000n,
          positions: [exactPosition(BigInt(side * base) * 1_000_000n, priceMicroUsd, rules)],
        });
        const usdc = Number(account(0n).usdcQuoteQuantums) / 1e6;
        const position = floatPosition(side * base, mark / 100, 0.03);
        const priceUsd = liquidationPrice(position, accountMargin(usdc, [position]));
        fc.pre(priceUsd !== undefined && priceUsd > 1e-3);
        // Value is cut off by less than 1 quote quantum, each of two margins rounded up by less than 1: 3 in all. One coin moves
        // them by 0.97 quote quantums a micro USD at least. The float price adds its own noise.
        const bandMicroUsd = BigInt(Math.ceil(3 / (0.97 * base) + priceUsd * 1e6 * 1e-12 + 1));
        const micro = BigInt(Math.round(priceUsd * 1e6));
        expect(isLiquidatable(account(micro - BigInt(side) * bandMicroUsd))).toBe(true);
        expect(isLiquidatable(account(micro + BigInt(side) * bandMicroUsd))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('flips it exactly once on the whole grid of prices, in integers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        sign,
        fc.integer({ min: -1_500, max: 1_500 }),
        (base, side, balance) => {
          const rules = marketRules({ atomicResolution: -6 });
          const verdicts = Array.from({ length: 120 }, (_, price) =>
            isLiquidatable({
              usdcQuoteQuantums: BigInt(balance),
              positions: [exactPosition(BigInt(side * base), BigInt(price + 1) * 1_000_000n, rules)],
            }),
          );
          const flips = verdicts.slice(1).filter((verdict, index) => verdict !== verdicts[index]).length;
          expect(flips).toBeLessThanOrEqual(1);
          if (flips === 1) expect(verdicts.at(-1)).toBe(side < 0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('comes before bankruptcy, on the side from which the account comes', () => {
    fc.assert(
      fc.property(
        size,
        sign,
        cents,
        maintenance,
        fc.integer({ min: -2_000_000, max: 2_000_000 }),
        (base, side, mark, fraction, balance) => {
          const position = floatPosition((side * base) / 100, mark / 100, fraction);
          const margin = accountMargin(balance, [position]);
          const liquidated = liquidationPrice(position, margin);
          const bankrupt = bankruptcyPrice(position, margin);
          fc.pre(liquidated !== undefined && bankrupt !== undefined);
          expect(side * (liquidated - bankrupt)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('exactAccountOf', () => {
  it('orders positions as the chain does and numbers them', () => {
    const position = (marketId: MarketId, clobPairId: number): [MarketId, ChainPosition] => [
      marketId,
      { rules: marketRules({ marketId, clobPairId }), quantums: 5n as Quantums, oraclePriceUsd: 0.000_000_1, openInterestBase: 12.5 }, // prettier-ignore
    ];
    const given: ChainAccount = {
      quoteQuantums: -7n as QuoteQuantums,
      positions: new Map([position(ETH, 9), position(BTC, 2)]),
    };
    expect(exactAccountOf(given, (rules) => tierOf(rules))).toMatchObject({
      usdcQuoteQuantums: -7n,
      positions: [
        { perpetualId: 0, rules: { marketId: BTC }, price: 1n, priceExponent: -7 },
        { perpetualId: 1, rules: { marketId: ETH }, openInterestBaseQuantums: 125_000_000_000n, atomicResolution: -10 },
      ],
    });
  });
});

function exactPosition(
  baseQuantums: bigint,
  priceMicroUsd: bigint,
  rules: ReturnType<typeof marketRules>,
): ExactPosition {
  return {
    ...tierOf(rules),
    perpetualId: 0,
    baseQuantums,
    atomicResolution: rules.atomicResolution,
    price: priceMicroUsd,
    priceExponent: -6,
  };
}
