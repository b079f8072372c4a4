import type { Fill } from '@perpstream/core';
import { accountState, BTC, ETH, marketContext, marketRules, position } from '@perpstream/testing';
import { unmarked } from '../../fixtures/paper-desk';
import { makeFill } from './make-fill';
import { movementOf, PaperAccount } from './paper-account';
import { learn, paperMarket, type PaperMarkets } from './paper-market';

const UNIT = 10_000_000_000n;

function fill(side: Fill['side'], feePpm: number): Fill {
  const match = { quantums: UNIT as Fill['quantums'], subticks: 10_000_000n as Fill['subticks'] };
  return makeFill(match, marketRules(), { id: 'a', side, liquidity: 'taker', feePpm });
}

function told(...states: Parameters<typeof accountState>): {
  readonly account: PaperAccount;
  readonly markets: PaperMarkets;
} {
  const markets: PaperMarkets = new Map();
  const account = new PaperAccount(markets);
  account.learn(accountState(...states));
  return { account, markets };
}

describe('movementOf', () => {
  it.each([
    ['buy', 1_000, UNIT, -100_100_000n],
    ['sell', 1_000, -UNIT, 99_900_000n],
    ['buy', -1_000, UNIT, -99_900_000n],
    ['sell', -1_000, -UNIT, 100_100_000n],
  ] as const)('of a %s with a fee of %d ppm takes the fee off the cash', (side, feePpm, quantums, quoteQuantums) => {
    expect(movementOf(BTC, fill(side, feePpm))).toEqual({ marketId: BTC, quantums, quoteQuantums });
  });
});

describe('PaperAccount', () => {
  it('cannot be weighed before it is known', () => {
    expect(new PaperAccount(new Map()).weigh()).toBe('the account is not known');
  });

  it('weighs cash alone without any market', () => {
    const { account } = told({ quoteBalanceUsd: -3 });
    expect(account.weigh()).toEqual({ quoteQuantums: -3_000_000n, positions: new Map() });
  });

  it('weighs positions with rules, mark and open interest of their markets', () => {
    const { account, markets } = told({ positions: [position({ sizeBase: -2 })] });
    learn(paperMarket(markets, BTC), marketContext({ oraclePriceUsd: 50, openInterestBase: 7 }));
    paperMarket(markets, ETH);
    expect(account.weigh()).toEqual({
      quoteQuantums: 10_000_000_000n,
      positions: new Map([
        [BTC, { rules: marketRules(), quantums: -2n * UNIT, oraclePriceUsd: 50, openInterestBase: 7 }],
      ]),
    });
  });

  it('takes an open interest that nobody stated for none', () => {
    const { account, markets } = told({ positions: [position()] });
    learn(paperMarket(markets, BTC), { ...unmarked(BTC), oraclePriceUsd: 50 });
    expect(account.weigh()).toMatchObject({ positions: new Map([[BTC, { openInterestBase: 0 }]]) });
  });

  it.each([0, -1, NaN, Infinity])('keeps the last sound mark when %d is stated', (value) => {
    const { account, markets } = told({ positions: [position()] });
    for (const given of [
      { oraclePriceUsd: 50, openInterestBase: 7 },
      { oraclePriceUsd: value, openInterestBase: value },
    ]) {
      learn(paperMarket(markets, BTC), marketContext(given));
    }
    const known = { oraclePriceUsd: 50, openInterestBase: 7 };
    expect(account.weigh()).toMatchObject({ positions: new Map([[BTC, known]]) });
  });

  it('says which market cannot be weighed, and why', () => {
    const { account, markets } = told({ positions: [position()] });
    expect(account.weigh()).toBe('the rules of BTC-USD are not known');
    learn(paperMarket(markets, BTC), unmarked(BTC));
    expect(account.weigh()).toBe('the oracle price of BTC-USD is not known');
  });

  it('weighs what has not happened without booking it', () => {
    const { account, markets } = told({ quoteBalanceUsd: 1_000 });
    learn(paperMarket(markets, BTC), marketContext());
    const bought = movementOf(BTC, fill('buy', 0));
    expect(account.weigh(bought)).toMatchObject({
      quoteQuantums: 900_000_000n,
      positions: new Map([[BTC, { quantums: UNIT }]]),
    });
    expect(account.weigh()).toMatchObject({ quoteQuantums: 1_000_000_000n, positions: new Map() });
    account.book(bought);
    expect(account.weigh(movementOf(BTC, fill('sell', 0)))).toEqual({
      quoteQuantums: 1_000_000_000n,
      positions: new Map(),
    });
  });

  it('keeps count of positions while cash is unknown, and is put right by the next account state', () => {
    const markets: PaperMarkets = new Map();
    const account = new PaperAccount(markets);
    account.book(movementOf(BTC, fill('buy', 0)));
    expect(paperMarket(markets, BTC).positionQuantums).toBe(UNIT);
    expect(account.weigh()).toBe('the account is not known');
    account.learn(accountState({ positions: [position({ marketId: ETH, sizeBase: 3 })] }));
    expect(paperMarket(markets, BTC).positionQuantums).toBe(0n);
    expect(paperMarket(markets, ETH).positionQuantums).toBe(3n * UNIT);
  });
});
