import { usdToQuote, type ChainAccount, type ChainPosition, type MarketId, type Quantums } from '@perpstream/core';
import { BTC, ETH, marketRules } from '@perpstream/testing';
import { chainMargin } from './chain-margin';
import { liquidationOf } from './liquidation-of';

const eth = marketRules({ marketId: ETH, clobPairId: 1 });

function held(sizeBase: number, oraclePriceUsd: number, rules = marketRules()): ChainPosition {
  return { rules, quantums: BigInt(Math.round(sizeBase * 1e10)) as Quantums, oraclePriceUsd, openInterestBase: 0 };
}

function account(usd: number, ...positions: readonly ChainPosition[]): ChainAccount {
  return {
    quoteQuantums: usdToQuote(usd),
    positions: new Map(positions.map((position): [MarketId, ChainPosition] => [position.rules.marketId, position])),
  };
}

describe('liquidationOf', () => {
  it('says what would happen to a healthy long', () => {
    expect(liquidationOf(account(-27_000, held(30, 1_000)), BTC)).toEqual({
      marketId: BTC,
      isLiquidatable: false,
      liquidationPriceUsd: expect.closeTo(27_000 / 29.1, 9) as number,
      liquidationDistance: expect.closeTo(1 - 27_000 / 29_100, 12) as number,
      bankruptcyPriceUsd: 900,
      blockSizeBase: -3,
      worstPriceUsd: 1_000,
      takeOverPriceUsd: 900,
      feeAtWorstPriceUsd: 45,
    });
  });

  it('says what happens to a short that is liquidatable', () => {
    expect(liquidationOf(account(30_610, held(-30, 1_000)), BTC)).toEqual({
      marketId: BTC,
      isLiquidatable: true,
      liquidationPriceUsd: expect.closeTo(30_610 / 30.9, 9) as number,
      liquidationDistance: expect.closeTo(30_610 / 30_900 - 1, 12) as number,
      bankruptcyPriceUsd: expect.closeTo(30_610 / 30, 9) as number,
      blockSizeBase: 3,
      worstPriceUsd: 1_014,
      takeOverPriceUsd: expect.closeTo(1_020.333_333, 5) as number,
      // 19 USD above the take-over price are left, less than 1.5 % of 3,042.
      feeAtWorstPriceUsd: 19,
    });
  });

  it('takes one position of several, and the others count', () => {
    const given = account(-1_140, held(1, 1_000), held(2, 100, eth));
    const margin = liquidationOf(given, ETH);
    expect(margin).toMatchObject({ marketId: ETH, isLiquidatable: false, blockSizeBase: -2, bankruptcyPriceUsd: 70 });
    // Its share of the requirement is a sixth, so it bears a sixth of 60 USD of collateral.
    expect(margin.takeOverPriceUsd).toBeCloseTo(95, 9);
    expect(margin.liquidationPriceUsd).toBeCloseTo((1_140 - 1_000 + 30) / (2 * 0.97), 9);
  });

  it('agrees with the step that the chain takes', () => {
    const given = account(-29_400, held(30, 1_000));
    const step = chainMargin().liquidation(given)!;
    const shown = liquidationOf(given, BTC);
    expect(shown.blockSizeBase * 1e10).toBe(Number(step.deltaQuantums));
    expect(shown.worstPriceUsd * 1e5).toBe(Number(step.fillableSubticks));
    expect(shown.takeOverPriceUsd * 3).toBe(Number(step.bankruptcyQuoteQuantums) / 1e6);
  });

  it('shows what the fund pays as a negative fee', () => {
    const given = account(-30_300, held(30, 1_000));
    expect(liquidationOf(given, BTC).feeAtWorstPriceUsd).toBe(-165);
  });

  it('goes by the configuration that is given', () => {
    const given = account(-27_000, held(30, 1_000));
    expect(liquidationOf(given, BTC, { maxPositionPortionLiquidatedPpm: 200_000 }).blockSizeBase).toBe(-6);
    expect(() => liquidationOf(given, BTC, { maxPositionPortionLiquidatedPpm: 0.5 })).toThrow(RangeError);
  });

  it('throws for a market without a position, or a price that is none', () => {
    expect(() => liquidationOf(account(0, held(1, 1_000)), ETH)).toThrow('ETH-USD has no open position');
    expect(() => liquidationOf(account(0, held(0, 1_000)), BTC)).toThrow(RangeError);
    expect(() => liquidationOf(account(0, held(1, NaN)), BTC)).toThrow(RangeError);
  });
});
