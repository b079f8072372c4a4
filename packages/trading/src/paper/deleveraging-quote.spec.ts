import {
  usdToQuote,
  type ChainAccount,
  type ChainPosition,
  type MarketId,
  type Quantums,
  type QuoteQuantums,
} from '@perpstream/core';
import { BTC, ETH, marketRules } from '@perpstream/testing';
import fc from 'fast-check';
import { simpleMargin } from '../../fixtures/simple-margin';
import { deleveragingQuote } from './deleveraging-quote';

const margin = simpleMargin();

function held(marketId: MarketId, sizeBase: number, oraclePriceUsd: number, maintenance = 0.03): ChainPosition {
  const rules = marketRules({ marketId, maintenanceMarginFraction: maintenance });
  return { rules, quantums: BigInt(Math.round(sizeBase * 1e10)) as Quantums, oraclePriceUsd, openInterestBase: 0 };
}

function account(cashUsd: number, ...positions: readonly ChainPosition[]): ChainAccount {
  return {
    quoteQuantums: usdToQuote(cashUsd),
    positions: new Map(positions.map((position) => [position.rules.marketId, position])),
  };
}

function without({ quoteQuantums, positions }: ChainAccount, marketId: MarketId, received: bigint): ChainAccount {
  const rest = new Map(positions);
  rest.delete(marketId);
  return { quoteQuantums: (quoteQuantums + received) as QuoteQuantums, positions: rest };
}

describe('deleveragingQuote', () => {
  it.each([
    ['a long with equity: the oracle price', account(-900, held(BTC, 10, 93)), 930],
    ['a long with nothing left: the oracle price', account(-930, held(BTC, 10, 93)), 930],
    ['a long in debt: the debt on top', account(-950, held(BTC, 10, 93)), 950],
    ['a short with equity: it pays the oracle price', account(1_100, held(BTC, -10, 106)), -1_060],
    ['a short in debt: it pays so much less', account(1_000, held(BTC, -10, 106)), -1_000],
    ['a short in more debt than it is worth: it gets the rest', account(-50, held(BTC, -10, 106)), 50],
    ['two of equal margin: half the debt', account(-230, held(BTC, 1, 100), held(ETH, 1, 100)), 115],
    ['the smaller margin: the smaller share', account(-220, held(BTC, 1, 100, 0.01), held(ETH, 1, 100)), 105],
    ['no margin at all: the oracle price', account(-230, held(BTC, 1, 100, 0), held(ETH, 1, 100, 0)), 100],
  ])('of %s', (_, of, usd) => {
    expect(deleveragingQuote(margin, of, BTC)).toBe(usdToQuote(usd));
  });

  it('rounds against the counterparty, so that no debt is left over', () => {
    const odd = account(-200.000001, held(BTC, 1, 100, 0.01), held(ETH, 1, 100, 0.02));
    expect(deleveragingQuote(margin, odd, BTC)).toBe(100_000_001n);
  });

  it('leaves nothing owed when all positions are closed, in any order', () => {
    const aPosition = (marketId: MarketId): fc.Arbitrary<ChainPosition> =>
      fc
        .record({
          steps: fc.integer({ min: -1e6, max: 1e6 }).filter((steps) => steps !== 0),
          cents: fc.integer({ min: 1, max: 1e7 }),
          fraction: fc.integer({ min: 1, max: 100_000 }),
        })
        .map(({ steps, cents, fraction }) => held(marketId, steps / 1e4, cents / 100, fraction / 1e6));
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 0 }), aPosition(BTC), aPosition(ETH), (cashUsd, btc, eth) => {
        let now = account(cashUsd, btc, eth);
        fc.pre(margin.requirements(now).netCollateral < 0n);
        for (const marketId of [BTC, ETH]) now = without(now, marketId, deleveragingQuote(margin, now, marketId));
        expect(margin.requirements(now).netCollateral).toBe(0n);
      }),
    );
  });
});
