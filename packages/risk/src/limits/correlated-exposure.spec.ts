import { marketId, unixMs, type DecisionVerdict, type MarketId } from '@perpstream/core';
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
import { allowedUsd, assess, hitsOf } from '../../fixtures/judge';
import { NO_LIMITS } from '../../fixtures/no-limits';
import { listed, orderFor } from '../../fixtures/orders';
import { checkRiskOptions } from '../monitor/check-options';
import { RiskBook } from '../monitor/risk-book';
import type { RiskInput } from '../monitor/risk-options';
import { correlatedUsd } from './correlated-exposure';
import type { RiskLimits } from './risk-limits';

const SOL = marketId('SOL-USD');
const STEP_MS = 1_000;
const limits: Partial<RiskLimits> = { ...NO_LIMITS, correlationSampleMs: STEP_MS, correlationSamples: 8 };

function price(market: MarketId, priceUsd: number, atMs: number): RiskInput {
  const rules = marketRules({ marketId: market });
  return marketContext({ marketId: market, oraclePriceUsd: priceUsd, receivedMs: unixMs(atMs), rules });
}

/** BTC and ETH move alike, SOL against them by as much; all end at 100 USD at the end of step 8. */
const moves: readonly number[] = [100, 101, 100, 102, 100, 99, 100, 101, 100];
const paths: readonly RiskInput[] = moves.flatMap((usd, step) => [
  price(BTC, usd, step * STEP_MS),
  price(ETH, usd, step * STEP_MS),
  price(SOL, 10_000 / usd, step * STEP_MS),
]);
const now = unixMs(9 * STEP_MS);
const live = [BTC, ETH, SOL].map((market) => dataQuality({ marketId: market, receivedMs: now }));

function book(...inputs: readonly RiskInput[]): RiskBook {
  const given = new RiskBook(checkRiskOptions({ limits }));
  for (const input of [...paths, ...live, ...inputs]) given.apply(input);
  return given;
}

const holds = (...sizes: readonly [MarketId, number][]): RiskInput =>
  accountState({
    receivedMs: now,
    positions: sizes.map(([market, sizeBase]) => position({ marketId: market, sizeBase })),
  });

function together(given: RiskBook, market: MarketId): number[] {
  return [correlatedUsd(given, given.market(market), 1), correlatedUsd(given, given.market(market), -1)];
}

describe('what moves with a market', () => {
  it.each<[string, RiskInput, MarketId, readonly [long: number, short: number]]>([
    ['nothing, of an empty account', holds(), BTC, [0, 0]],
    ['not the market itself', holds([BTC, 5]), BTC, [0, 0]],
    ['a long that moves alike, with a long', holds([ETH, 30]), BTC, [3_000, 0]],
    ['a short that moves alike, with a short', holds([ETH, -30]), BTC, [0, 3_000]],
    ['a long that moves against it, with a short', holds([SOL, 30]), BTC, [0, 3_000]],
    ['a short that moves against it, with a long', holds([SOL, -30]), BTC, [3_000, 0]],
    ['several of them, without offset', holds([ETH, 30], [SOL, 20]), BTC, [3_000, 2_000]],
    ['several of them, together', holds([ETH, 30], [SOL, -20]), BTC, [5_000, 0]],
  ])('%s', (_name, account, market, expected) => {
    const [long, short] = together(book(account), market);
    expect(long).toBeCloseTo(expected[0], 6);
    expect(short).toBeCloseTo(expected[1], 6);
  });

  it('is weighed by the correlation', () => {
    const half = [100, 101, 101, 101, 100, 100, 101, 101, 100];
    const given = new RiskBook(checkRiskOptions({ limits }));
    for (const [step, usd] of half.entries()) {
      given.apply(price(BTC, moves[step]!, step * STEP_MS));
      given.apply(price(ETH, usd, step * STEP_MS));
    }
    given.apply(holds([ETH, 30]));
    const [long, short] = together(given, BTC);
    // statistics.correlation of Python 3 for both logarithmic returns.
    expect(long! / 3_000).toBeCloseTo(0.669094, 6);
    expect(short).toBe(0);
  });

  it('counts in full while it is not known how markets move together: in the same direction', () => {
    const fresh = new RiskBook(checkRiskOptions({ limits }));
    for (const input of [price(BTC, 100, 0), price(ETH, 100, 0), holds([ETH, 30])]) fresh.apply(input);
    expect(together(fresh, BTC)).toEqual([3_000, 0]);
  });

  it('counts what may be held: working orders and what was approved', () => {
    const order = { ...listed(orderFor(-20, 100, { marketId: ETH })), marketId: ETH };
    const working = book(accountState({ receivedMs: now, openOrders: [order] }));
    expect(together(working, BTC).map(Math.round)).toEqual([0, 2_000]);
    const given = book(holds());
    given.reserveTarget(given.market(ETH), 700);
    expect(together(given, BTC).map(Math.round)).toEqual([700, 0]);
  });
});

describe('the limit on correlated exposure', () => {
  const capped = { ...limits, maxGrossNotionalUsd: 10_000, maxCorrelatedFraction: 0.6 };
  const ask = (market: MarketId, targetNotionalUsd: number): DecisionVerdict =>
    assess(
      { limits: capped },
      ...paths,
      ...live,
      accountState({ quoteBalanceUsd: 7_000, receivedMs: now, positions: [position({ marketId: ETH, sizeBase: 30 })] }),
      targetDecision({ marketId: market, targetNotionalUsd, receivedMs: now }),
    )[0]!;

  it.each([
    ['a long with a long that moves alike', BTC, 9_000, 3_000],
    ['a short of what moves against it', SOL, -9_000, -3_000],
    ['a long of what moves against it, up to the cap alone', SOL, 9_000, 6_000],
    ['a short of what moves alike, up to the cap alone', BTC, -9_000, -6_000],
  ])('cuts %s', (_name, market, asked, expected) => {
    const verdict = ask(market, asked);
    expect(allowedUsd(verdict)).toBeCloseTo(expected, 4);
    expect(hitsOf(verdict).map(({ limit }) => limit)).toContain('correlation');
    expect(ask(market, expected * 0.999).kind).toBe('approved');
    expect(ask(market, expected * 1.001).kind).toBe('trimmed');
  });

  it('names what moves together and the bound', () => {
    const hit = hitsOf(ask(BTC, 4_000)).find(({ limit }) => limit === 'correlation')!;
    expect(hit.value).toBeCloseTo(0.7, 6);
    expect(hit).toMatchObject({
      bound: 0.6,
      message: 'exposure that moves together is 0.7 of the largest gross notional, more than 0.6',
    });
  });

  it('lets a first position be as large as the cap', () => {
    const [verdict] = assess(
      { limits: capped },
      ...paths,
      ...live,
      accountState({ receivedMs: now }),
      targetDecision({ targetNotionalUsd: 6_000, receivedMs: now }),
    );
    expect(verdict!.kind).toBe('approved');
  });
});
