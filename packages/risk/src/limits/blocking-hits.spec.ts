import { unixMs, type LimitHit, type MarketContext, type OperatorCommand } from '@perpstream/core';
import {
  accountState,
  BTC,
  dataQuality,
  ETH,
  marketContext,
  marketRules,
  position,
  targetDecision,
} from '@perpstream/testing';
import { allowedUsd, approve, assess, hitsOf, TWO_MARKETS } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { listed, orderFor } from '../../fixtures/orders';
import { checkRiskOptions } from '../monitor/check-options';
import { RiskBook } from '../monitor/risk-book';
import type { RiskInput } from '../monitor/risk-options';
import { blockingHits } from './blocking-hits';
import type { RiskLimits } from './risk-limits';

function blocks(limits: Partial<RiskLimits>, nowMs: number, ...inputs: readonly RiskInput[]): LimitHit[] {
  const book = new RiskBook(checkRiskOptions({ limits: { ...NO_LIMITS, ...limits } }));
  for (const input of [...TWO_MARKETS, accountState(), ...inputs]) book.apply(input);
  return blockingHits(book, book.market(BTC), nowMs);
}

describe('the quality of the data', () => {
  it.each([
    ['at the bound', 0.2, 0],
    ['above it', 0.9, 0],
    ['below it', 0.199, 1],
  ])('%s: %d', (_name, quality, count) => {
    expect(blocks({ minDataQuality: 0.2 }, 0, dataQuality({ quality }))).toHaveLength(count);
  });

  it.each([
    ['at the bound', 10_000, 0],
    ['above it', 10_001, 1],
  ])('has an age: %s', (_name, ageMs, count) => {
    expect(blocks({}, 0, dataQuality({ ageMs }))).toHaveLength(count);
  });

  it('that is too low is named with the reason', () => {
    expect(blocks({ minDataQuality: 0.2 }, 0, dataQuality({ quality: 0.125, reason: 'thin' }))).toEqual([
      {
        limit: 'data-quality',
        value: 0.125,
        bound: 0.2,
        message: 'the quality of the data of BTC-USD is 0.125, below 0.2: thin',
      },
    ]);
  });

  it('is not judged twice where data are not live', () => {
    const stale = dataQuality({ level: 'stale', ageMs: 12_000, quality: 0, reason: 'silent' });
    expect(blocks({ minDataQuality: 0.2 }, 500, stale)).toEqual([
      {
        limit: 'data-quality',
        value: 12_500,
        bound: 10_000,
        message: 'the data of BTC-USD are stale, 12500 ms old (bound 10000): silent',
      },
    ]);
  });

  it.each([
    ['the age of stale data grows', 'stale', 12_000, 500, 12_500],
    ['but not backwards when events come late', 'stale', 12_000, -500, 12_000],
    ['stale data at the bound count as of no age', 'stale', 10_000, 0, Infinity],
    ['dirty data have no age that is good enough', 'dirty', 5, 20, Infinity],
    ['live data have the age that they told', 'live', 12_000, 500, 12_000],
  ] as const)('%s', (_name, level, ageMs, nowMs, value) => {
    expect(blocks({}, nowMs, dataQuality({ level, ageMs })).map((hit) => hit.value)).toEqual([value]);
  });

  it('that nobody stated is none', () => {
    const book = new RiskBook(checkRiskOptions({ limits: NO_LIMITS }));
    for (const input of [marketContext(), accountState()]) book.apply(input);
    expect(blockingHits(book, book.market(BTC), 0)).toEqual([
      {
        limit: 'data-quality',
        value: Infinity,
        bound: 10_000,
        message: 'nothing is known of the data of BTC-USD yet',
      },
    ]);
  });

  it('R28: a frozen market takes no new exposure, the refusal names age and bound, and what reduces passes', () => {
    const frozen = dataQuality({ level: 'stale', ageMs: 11_000, reason: 'no data' });
    const held = accountState({ positions: [position({ sizeBase: 5 })] });
    const inputs = [...TWO_MARKETS, held, frozen];
    const [decision] = assess({}, ...inputs, targetDecision({ targetNotionalUsd: 900, receivedMs: unixMs(1_000) }));
    const message = 'the data of BTC-USD are stale, 12000 ms old (bound 10000): no data';
    expect(hitsOf(decision)).toEqual([{ limit: 'data-quality', value: 12_000, bound: 10_000, message }]);
    const at = { receivedMs: unixMs(1_000) };
    const [opening, flagged, closing] = approve(
      {},
      ...inputs,
      orderFor(1, 100, at),
      orderFor(-5, 90, { ...at, reduceOnly: true }),
      orderFor(-5, 90, at),
    );
    expect(hitsOf(opening!.verdict)).toEqual([{ limit: 'data-quality', value: 12_000, bound: 10_000, message }]);
    expect([flagged, closing].map((approval) => approval!.verdict.kind)).toEqual(['approved', 'approved']);
    expect(allowedUsd(assess({}, ...inputs, targetDecision({ targetNotionalUsd: 100 }))[0]!)).toBe(100);
  });
});

describe('the age of the oracle price', () => {
  const stated = (given: Partial<MarketContext>): MarketContext => marketContext(given);

  it.each([
    ['at the bound', 61_000, 0],
    ['beyond it', 61_001, 1],
  ])('%s', (_name, nowMs, count) => {
    const context = stated({ receivedMs: unixMs(1_500), oracleReceivedMs: unixMs(1_000) });
    expect(blocks({ maxOracleAgeMs: 60_000 }, nowMs, context)).toHaveLength(count);
  });

  it('is named with its bound', () => {
    expect(blocks({ maxOracleAgeMs: 60_000 }, 90_000)).toEqual([
      {
        limit: 'data-quality',
        value: 90_000,
        bound: 60_000,
        message: 'the oracle price of BTC-USD was stated 90000 ms ago (bound 60000)',
      },
    ]);
  });

  it('starts anew when the same price is stated again, not with other news of the market', () => {
    const restated = stated({ receivedMs: unixMs(50_000), oracleReceivedMs: unixMs(50_000) });
    const news = stated({ receivedMs: unixMs(50_000), oracleReceivedMs: unixMs(0), volume24hUsd: 5 });
    expect(blocks({ maxOracleAgeMs: 60_000 }, 90_000, restated)).toEqual([]);
    expect(blocks({ maxOracleAgeMs: 60_000 }, 90_000, news)).toHaveLength(1);
  });

  it('counts from the event with a new price where its time is not stated', () => {
    const { oracleReceivedMs, ...bare } = stated({ receivedMs: unixMs(50_000), oraclePriceUsd: 101 });
    expect(oracleReceivedMs).toBe(50_000);
    expect(blocks({ maxOracleAgeMs: 60_000 }, 110_000, bare)).toEqual([]);
    expect(blocks({ maxOracleAgeMs: 60_000 }, 110_001, bare)).toHaveLength(1);
    const again = { ...bare, receivedMs: unixMs(80_000) };
    expect(blocks({ maxOracleAgeMs: 60_000 }, 110_001, bare, again)).toHaveLength(1);
  });

  it('does not block a quiet market by default: a day', () => {
    const dayMs = 86_400_000;
    expect(blocks({ maxOracleAgeMs: dayMs }, dayMs)).toEqual([]);
    const late = targetDecision({ receivedMs: unixMs(dayMs) });
    expect(assess({}, ...TWO_MARKETS, accountState(), late)[0]!.kind).toBe('approved');
  });
});

describe('R29: a market with isolated margin', () => {
  const isolated = (marketId = BTC): MarketContext =>
    marketContext({ marketId, rules: marketRules({ marketId, marginMode: 'isolated' }) });
  const eth = accountState({ quoteBalanceUsd: 7_000, positions: [position({ marketId: ETH, sizeBase: 30 })] });
  const message = 'a subaccount with an isolated market holds no other; 1 beside BTC-USD';

  it.each<[string, readonly RiskInput[], LimitHit[]]>([
    ['stands alone', [isolated()], []],
    ['is refused beside a position', [isolated(), eth], [{ limit: 'chain-rule', value: 1, bound: 0, message }]],
    ['keeps other markets out', [isolated(ETH), eth], [{ limit: 'chain-rule', value: 1, bound: 0, message }]],
    ['is no matter to cross markets while nothing is held in it', [isolated(ETH)], []],
    ['is free again when the other position is closed', [isolated(), eth, accountState()], []],
  ])('%s', (_name, inputs, expected) => {
    expect(blocks({}, 0, ...inputs)).toEqual(expected);
  });

  it('is refused beside a working order and beside an approved target, not beside an order that only reduces', () => {
    const order = orderFor(1, 100, { marketId: ETH });
    const working = accountState({ openOrders: [listed(order)] });
    expect(blocks({}, 0, isolated(), working)).toHaveLength(1);
    const reducing = accountState({ openOrders: [listed({ ...order, reduceOnly: true })] });
    expect(blocks({}, 0, isolated(), reducing)).toEqual([]);
    const seen = assess(
      { limits: NO_LIMITS },
      ...TWO_MARKETS,
      isolated(),
      accountState(),
      targetDecision({ marketId: ETH }),
      targetDecision(),
      targetDecision({ marketId: ETH, targetNotionalUsd: 0 }),
      targetDecision(),
    );
    expect(seen.map(({ kind }) => kind)).toEqual(['approved', 'refused', 'approved', 'approved']);
  });
});

describe('locks', () => {
  it('name their protection, value and bound', () => {
    const halt: OperatorCommand = { kind: 'command', receivedUs: 0, command: 'halt-new-exposure' };
    expect(blocks({}, 0, halt)).toMatchObject([{ limit: 'operator-halt', value: 1, bound: 0 }]);
  });
});

describe('an account without equity', () => {
  it.each([
    [0, 'equity is 0 USD'],
    [-5.5, 'equity is -5.5 USD'],
  ])('of %d USD', (quoteBalanceUsd, message) => {
    const hits = blocks({}, 0, accountState({ quoteBalanceUsd }));
    expect(hits).toEqual(
      expect.arrayContaining([{ limit: 'free-collateral', value: quoteBalanceUsd, bound: 0, message }]),
    );
  });

  it('is not judged while its marks are missing', () => {
    const unknown = accountState({ quoteBalanceUsd: -5, positions: [position({ marketId: 'NEW-USD' as typeof BTC })] });
    expect(blocks({}, 0, unknown).map(({ limit, message }) => [limit, message])).toEqual([
      ['missing-input', 'not known yet: oracle price of NEW-USD'],
    ]);
  });
});
