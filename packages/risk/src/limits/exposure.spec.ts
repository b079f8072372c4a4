import { marketId, type MarketId } from '@perpstream/core';
import { accountState, BTC, ETH, marketContext, marketRules, position, targetDecision } from '@perpstream/testing';
import { allowedUsd, approve, assess, hitsOf, TWO_MARKETS } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { listed, orderFor } from '../../fixtures/orders';
import { checkRiskOptions } from '../monitor/check-options';
import { RiskBook } from '../monitor/risk-book';
import type { RiskInput } from '../monitor/risk-options';
import { exposureBeside, inputHits, type ExposureBeside } from './exposure';

function bookOf(...inputs: readonly RiskInput[]): RiskBook {
  const book = new RiskBook(checkRiskOptions({ limits: NO_LIMITS }));
  for (const input of [...TWO_MARKETS, ...inputs]) book.apply(input);
  return book;
}

function beside(...inputs: readonly RiskInput[]): ExposureBeside {
  const book = bookOf(...inputs);
  return exposureBeside(book, book.market(BTC));
}

const eth = { marketId: ETH };

describe('what an account carries besides a market', () => {
  it('is nothing of an empty account', () => {
    expect(beside(accountState())).toEqual({
      equityUsd: 10_000,
      grossNotionalUsd: 0,
      netLongUsd: 0,
      netShortUsd: 0,
      initialMarginUsd: 0,
      maintenanceMarginUsd: 0,
      largestCushionUsd: 0,
      markets: 0,
      isolatedMarkets: 0,
    });
  });

  it('is each other market at its worst, with the equity of all', () => {
    const buys = listed(orderFor(20, 105, eth));
    const positions = [position({ sizeBase: 10 }), position({ ...eth, sizeBase: 30 })];
    expect(beside(accountState({ quoteBalanceUsd: 6_000, positions, openOrders: [buys] }))).toEqual({
      // 6,000 + 1,000 + 3,000, less 20 x 5 that the order costs against the mark
      equityUsd: 9_900,
      grossNotionalUsd: 5_000,
      netLongUsd: 5_000,
      netShortUsd: -3_000,
      initialMarginUsd: 250,
      maintenanceMarginUsd: 150,
      largestCushionUsd: 4_850,
      markets: 1,
      isolatedMarkets: 0,
    });
  });

  it('takes what its own working orders cost off the equity, too', () => {
    const own = listed(orderFor(10, 103));
    expect(beside(accountState({ openOrders: [own] }))).toMatchObject({ equityUsd: 9_970, markets: 0 });
  });

  it('counts the margin of the others at the open interest that their orders would make', () => {
    const rules = marketRules({ ...eth, openInterestLowerCapUsd: 100_000, openInterestUpperCapUsd: 110_000 });
    const sells = listed(orderFor(-50, 100, eth));
    const given = beside(marketContext({ ...eth, rules }), accountState({ openOrders: [sells] }));
    expect(given.initialMarginUsd).toBeCloseTo(5_000 * (0.05 + 0.95 * 0.5), 6);
  });

  it('takes the largest of their cushions', () => {
    const sol = marketId('SOL-USD');
    const rules = marketRules({ marketId: sol });
    const positions = [position({ ...eth, sizeBase: 30 }), position({ marketId: sol, sizeBase: -10 })];
    const given = beside(marketContext({ marketId: sol, rules }), accountState({ positions }));
    expect(given).toMatchObject({ largestCushionUsd: 2_910, markets: 2, netLongUsd: 2_000, netShortUsd: -2_000 });
  });
});

describe('what is missing', () => {
  const unknown = 'NEW-USD' as MarketId;

  it.each<[string, readonly RiskInput[], string[]]>([
    ['nothing', [accountState()], []],
    ['the account', [], ['not known yet: the account']],
    [
      'a mark of another position',
      [accountState({ positions: [position({ marketId: unknown })] })],
      ['not known yet: oracle price of NEW-USD'],
    ],
    [
      'a sound mark of another position',
      [accountState({ positions: [position(eth)] }), marketContext({ ...eth, oraclePriceUsd: -1 })],
      ['the oracle price of ETH-USD is not a price'],
    ],
    [
      'a sound mark of the market itself',
      [accountState(), marketContext({ oraclePriceUsd: Infinity })],
      ['the oracle price of BTC-USD is not a price'],
    ],
    [
      'a balance that is a number',
      [{ ...accountState(), quoteBalanceUsd: NaN }],
      ['the equity of the account is not a finite number'],
    ],
    [
      'a size that is a number',
      [accountState({ positions: [{ ...position(eth), sizeBase: Infinity }] })],
      ['the equity of the account is not a finite number'],
    ],
  ])('%s', (_name, inputs, messages) => {
    const book = bookOf(...inputs);
    expect(inputHits(book, book.market(BTC)).map(({ message }) => message)).toEqual(messages);
  });
});

describe('the limit on net notional', () => {
  const limits = { ...NO_LIMITS, maxNetNotionalUsd: 4_000 };
  const hedged = (sizeBase: number): RiskInput =>
    accountState({ quoteBalanceUsd: 10_000 - sizeBase * 100, positions: [position({ ...eth, sizeBase })] });

  it.each([
    ['a long beside a long', 30, 9_000, 1_000],
    ['a long beside a short', -30, 9_000, 7_000],
    ['a short beside a long', 30, -9_000, -7_000],
    ['a short beside a short', -30, -9_000, -1_000],
  ])('trims %s', (_name, otherBase, asked, expected) => {
    const ask = (usd: number) =>
      assess({ limits }, ...TWO_MARKETS, hedged(otherBase), targetDecision({ targetNotionalUsd: usd }))[0]!;
    expect(allowedUsd(ask(asked))).toBe(expected);
    expect(hitsOf(ask(asked)).map(({ limit }) => limit)).toEqual(['max-net-notional']);
    expect(ask(expected).kind).toBe('approved');
    expect(ask(expected * (1 + 1e-9)).kind).toBe('trimmed');
  });

  it('judges orders alike', () => {
    const kinds = (size: number): string =>
      approve({ limits }, ...TWO_MARKETS, hedged(-30), orderFor(size))[0]!.verdict.kind;
    expect([70, 70.0001, -10, -10.0001].map(kinds)).toEqual(['approved', 'refused', 'approved', 'refused']);
  });

  it('does not count on a hedge that is to be closed', () => {
    const seen = assess(
      { limits },
      ...TWO_MARKETS,
      hedged(-30),
      targetDecision({ ...eth, targetNotionalUsd: 0 }),
      targetDecision({ targetNotionalUsd: 9_000 }),
    );
    expect(seen.map(allowedUsd)).toEqual([0, 4_000]);
  });
});
