import type { AccountState, DecisionVerdict, LimitName, QuotesDecision, StrategyDecision } from '@perpstream/core';
import { accountState, BTC, dataQuality, ETH, marketContext, position, targetDecision } from '@perpstream/testing';
import { from } from 'rxjs';
import { NO_LIMITS } from '../../fixtures/no-limits';
import type { RiskInput } from '../monitor/risk-options';
import { assessDecisions } from './assess-decisions';
import type { RiskLimits } from './risk-limits';

const markets: readonly RiskInput[] = [
  marketContext(),
  dataQuality(),
  marketContext({ marketId: ETH }),
  dataQuality({ marketId: ETH }),
];

function quotes(
  bidBase: number | undefined,
  askBase: number | undefined,
  given: Partial<QuotesDecision> = {},
): QuotesDecision {
  const { reasons, confidence, strategy, decision, marketId, receivedMs, cause } = targetDecision();
  return {
    ...{ reasons, confidence, strategy, decision, marketId, receivedMs, cause },
    kind: 'quotes',
    ...(bidBase !== undefined && { bid: { priceUsd: 99, sizeBase: bidBase } }),
    ...(askBase !== undefined && { ask: { priceUsd: 101, sizeBase: askBase } }),
    ...given,
  };
}

function verdicts(limits: Partial<RiskLimits>, ...inputs: (RiskInput | StrategyDecision)[]): DecisionVerdict[] {
  const seen: DecisionVerdict[] = [];
  from([...markets, ...inputs])
    .pipe(assessDecisions({ limits: { ...NO_LIMITS, ...limits } }))
    .subscribe((verdict) => seen.push(verdict));
  return seen;
}

function verdict(limits: Partial<RiskLimits>, ...inputs: (RiskInput | StrategyDecision)[]): DecisionVerdict {
  return verdicts(limits, ...inputs).at(-1)!;
}

/** Sizes that may be quoted: [bid, ask]. */
function sizes({ kind, decision }: DecisionVerdict): string | (number | undefined)[] {
  if (kind === 'refused' || decision.kind !== 'quotes') return kind;
  return [decision.bid?.sizeBase, decision.ask?.sizeBase];
}

function limitsOf(given: DecisionVerdict): LimitName[] {
  return given.kind === 'approved' ? [] : given.by.map(({ limit }) => limit);
}

function holding(sizeBase: number): AccountState {
  return accountState({ quoteBalanceUsd: 10_000 - sizeBase * 100, positions: [position({ sizeBase })] });
}

describe('quotes', () => {
  const flat = accountState();

  it('pass as they are when each side fits alone', () => {
    const decision = quotes(50, 50);
    expect(verdict({ maxPositionNotionalUsd: 5_000 }, flat, decision)).toEqual({
      kind: 'approved',
      subject: 'decision',
      marketId: BTC,
      receivedMs: 0,
      cause: 0,
      decision,
    });
  });

  it.each([
    ['both sides, cut to what fits', flat, [60, 70], [50, 50]],
    ['only the side that does not fit', flat, [10, 70], [10, 50]],
    ['the bid of a long by what is held', holding(20), [60, 60], [30, 60]],
    ['a bid when the long is full', holding(50), [10, 60], [undefined, 60]],
    ['a bid when the long is more than full: the ask stays', holding(60), [10, 60], [undefined, 60]],
    ['the ask of a short by what is held', holding(-20), [60, 60], [60, 30]],
    ['an ask that goes beyond closing a long', holding(20), [0.1, 100], [0.1, 70]],
  ])('trims %s', (_name, account, [bid, ask], expected) => {
    const trimmed = verdict({ maxPositionNotionalUsd: 5_000 }, account, quotes(bid, ask));
    expect(sizes(trimmed)).toEqual(expected);
    expect(trimmed).toMatchObject({ kind: 'trimmed', askedNotionalUsd: bid! * 99 + ask! * 101 });
    expect(limitsOf(trimmed)).toContain('max-position-notional');
  });

  it('keeps the closing part of a side although the rest of the account breaks the limit alone', () => {
    const positions = [position({ sizeBase: -20 }), position({ marketId: ETH, sizeBase: 60 })];
    const full = accountState({ quoteBalanceUsd: 6_000, positions });
    expect(sizes(verdict({ maxGrossNotionalUsd: 5_000 }, full, quotes(60, undefined)))).toEqual([20, undefined]);
  });

  it.each([
    ['bid', [60, undefined], [50, undefined]],
    ['ask', [undefined, 60], [undefined, 50]],
  ])('trims a lone %s', (_name, [bid, ask], expected) => {
    expect(sizes(verdict({ maxPositionNotionalUsd: 5_000 }, flat, quotes(bid, ask)))).toEqual(expected);
  });

  it.each([
    ['of a lone bid', [40, undefined], [20, undefined], 40 * 99],
    ['of a lone ask', [undefined, 40], [undefined, 20], 40 * 101],
  ])('says what was asked for %s', (_name, [bid, ask], expected, askedNotionalUsd) => {
    const trimmed = verdict({ maxPositionNotionalUsd: 2_000 }, flat, quotes(bid, ask));
    expect(sizes(trimmed)).toEqual(expected);
    expect(trimmed).toMatchObject({ askedNotionalUsd });
  });

  it('cuts to whole steps of the market', () => {
    expect(sizes(verdict({ maxPositionNotionalUsd: 1_234.5678 }, flat, quotes(60, undefined)))).toEqual([
      12.3456,
      undefined,
    ]);
  });

  it('drops what is less than a step, and keeps just one', () => {
    expect(sizes(verdict({ maxPositionNotionalUsd: 0.005 }, flat, quotes(1, undefined)))).toBe('refused');
    expect(sizes(verdict({ maxPositionNotionalUsd: 0.01 }, flat, quotes(1, undefined)))).toEqual([0.0001, undefined]);
  });

  it('leaves the headroom that was asked for', () => {
    const limits = { maxPositionNotionalUsd: 5_000, trimHeadroom: 0.1 };
    expect(sizes(verdict(limits, flat, quotes(60, 50)))).toEqual([45, 50]);
  });

  it.each([
    ['max-gross-notional', { maxGrossNotionalUsd: 5_000 }, 20],
    ['max-leverage', { maxLeverage: 0.5 }, 20],
    ['free-collateral', { maxMarginUsage: 0.025 }, 20],
    ['min-liquidation-distance', { minLiquidationDistance: 0.99 }, 100.0706],
  ])('are held against %s', (limit, limits, largestBase) => {
    // 3,000 USD long elsewhere, 10,000 USD of equity.
    const invested = accountState({ quoteBalanceUsd: 7_000, positions: [position({ marketId: ETH, sizeBase: 30 })] });
    const trimmed = verdict(limits, invested, quotes(1_000, undefined));
    expect(limitsOf(trimmed)).toEqual([limit]);
    expect(sizes(trimmed)).toEqual([largestBase, undefined]);
  });

  it.each([
    ['a long keeps the ask that closes it', holding(20), [10, 60], [undefined, 20]],
    ['a short keeps the bid that closes it', holding(-20), [60, 10], [20, undefined]],
  ])('of a halted account: %s', (_name, account, [bid, ask], expected) => {
    const stale = dataQuality({ level: 'stale', ageMs: 20_000 });
    const trimmed = verdict({}, account, stale, quotes(bid, ask));
    expect(sizes(trimmed)).toEqual(expected);
    expect(limitsOf(trimmed)).toEqual(['data-quality']);
  });

  it('that only close pass in any state', () => {
    const stale = dataQuality({ level: 'stale', ageMs: 20_000 });
    const paused = marketContext({ status: 'PAUSED' });
    expect(verdict({}, holding(20), stale, paused, quotes(undefined, 20)).kind).toBe('approved');
  });

  it('are refused when no side may stay', () => {
    const refused = verdict({}, flat, dataQuality({ level: 'stale' }), quotes(1, 1));
    expect(refused).toMatchObject({ kind: 'refused', decision: quotes(1, 1), by: [{ limit: 'data-quality' }] });
    expect(limitsOf(verdict({}, quotes(1, 1)))).toEqual(['missing-input']);
  });

  it.each([NaN, Infinity, 0, -1])('are refused with a size or price of %d', (value) => {
    const badSize = verdict({}, flat, quotes(value, 1));
    const badPrice = verdict({}, flat, quotes(1, 1, { bid: { priceUsd: value, sizeBase: 1 } }));
    expect([badSize, badPrice].map(limitsOf)).toEqual([['not-finite'], ['not-finite']]);
    const message = `prices and sizes of quotes must be finite and > 0, was ${value}`;
    expect(badSize).toMatchObject({ by: [{ message }] });
  });

  it('that are empty withdraw: always approved', () => {
    expect(verdict({}, dataQuality({ level: 'stale' }), quotes(undefined, undefined)).kind).toBe('approved');
  });

  it.each([
    ['of a flat account by the larger side', 0, [30, 10], 2_000],
    ['of a flat account by the larger side', 0, [10, 30], 2_000],
    ['of a long by what the bid adds', 10, [20, 20], 2_000],
    ['of a short by what the ask adds', -10, [20, 20], 2_000],
    ['of a long with an ask alone by what is held', 20, [undefined, 10], 3_000],
  ])('take room from what is decided next: %s', (_name, heldBase, [bid, ask], leftUsd) => {
    const eth = targetDecision({ marketId: ETH, targetNotionalUsd: 9_000 });
    const last = verdict({ maxGrossNotionalUsd: 5_000 }, holding(heldBase), quotes(bid, ask), eth);
    expect(last).toMatchObject({ kind: 'trimmed', decision: { targetNotionalUsd: leftUsd } });
  });

  it('count as exposure of their market before the account shows them, until they are withdrawn', () => {
    const limits = { maxGrossNotionalUsd: 5_000 };
    const eth = targetDecision({ marketId: ETH, targetNotionalUsd: 9_000 });
    const seen = verdicts(limits, flat, quotes(10, 30), eth, quotes(undefined, undefined), eth);
    const targets = seen.map(({ decision }) => (decision.kind === 'target' ? decision.targetNotionalUsd : undefined));
    expect(targets).toEqual([undefined, 2_000, undefined, 5_000]);
  });
});
