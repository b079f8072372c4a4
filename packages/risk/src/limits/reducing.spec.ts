import type { OperatorCommand, OrderIntent, QuotesDecision } from '@perpstream/core';
import {
  accountState,
  dataQuality,
  ETH,
  marketContext,
  marketRules,
  orderIntent,
  position,
  targetDecision,
} from '@perpstream/testing';
import * as fc from 'fast-check';
import { approve, assess, TWO_MARKETS } from '../../fixtures/judge';
import { listed, orderFor } from '../../fixtures/orders';
import type { RiskInput } from '../monitor/risk-options';
import type { RiskLimits } from './risk-limits';

/** The tightest of everything: whatever adds is refused. */
const tightest: Partial<RiskLimits> = {
  maxPositionNotionalUsd: 1e-9,
  maxGrossNotionalUsd: 1e-9,
  maxNetNotionalUsd: 1e-9,
  maxLeverage: 1e-9,
  maxConcentration: 1e-9,
  concentrationFloorUsd: 0,
  maxCorrelatedFraction: 1e-9,
  minLiquidationDistance: 0.999,
  maxDailyLossUsd: 1e-9,
  maxMarginUsage: 1e-9,
  maxDataAgeMs: 1e-9,
  minDataQuality: 1,
  maxOracleAgeMs: 1e-9,
  maxOracleDistanceBps: 1e-9,
  maxBookDistanceBps: 1e-9,
  maxOrderNotionalUsd: 1e-9,
  maxOrderTradeMultiple: 1e-9,
  maxOpenOrdersPerMarket: 1,
  maxOpenOrders: 1,
  maxStatefulOrdersPerBlock: 1,
  maxStatefulOrdersPer100Blocks: 1,
  orderRateReserve: 0.999,
};
const options = { limits: tightest, strategyBudgetsUsd: { test: 1e-9 } };

const halt: OperatorCommand = { kind: 'command', receivedUs: 0, command: 'flatten' };
const { oraclePriceUsd, oracleReceivedMs, ...markless } = marketContext();

/** Everything that keeps new exposure out, and every input that may be missing. */
const blocking: RiskInput[] = [
  dataQuality({ level: 'stale', ageMs: Infinity }),
  dataQuality({ level: 'dirty', ageMs: 1 }),
  dataQuality({ quality: 0.01 }),
  marketContext({ status: 'PAUSED' }),
  marketContext({ status: 'FINAL_SETTLEMENT' }),
  marketContext({ rules: marketRules({ marginMode: 'isolated' }) }),
  marketContext({ rules: marketRules({ openInterestLowerCapUsd: 1, openInterestUpperCapUsd: 2 }) }),
  marketContext({ oraclePriceUsd: 100, oracleReceivedMs: oracleReceivedMs! }),
];
const states = fc.subarray([...blocking, halt]);
const known = fc.constantFrom<readonly RiskInput[]>([], TWO_MARKETS, [markless], TWO_MARKETS.slice(2));
/** Hundredths of a coin, on the grid of the market. */
const size = fc.integer({ min: 1, max: 1_000 }).map((hundredths) => hundredths / 100);
const sign = fc.constantFrom(1, -1);
const share = fc.integer({ min: 1, max: 100 });
const balance = fc.constantFrom(10_000, 0, -1e6);

/** A part of a size, on its grid. */
const partOf = (of: number, percent: number): number => Math.max(1, Math.floor(of * percent)) / 100;

describe('reducing is never refused, in any state', () => {
  const holds = (sizeBase: number, quoteBalanceUsd: number, ...orders: OrderIntent[]): RiskInput =>
    accountState({
      quoteBalanceUsd,
      positions: [position({ sizeBase }), position({ marketId: ETH, sizeBase: -sizeBase })],
      openOrders: orders.map((order) => listed(order)),
    });

  it('as a target of size', () => {
    fc.assert(
      fc.property(known, states, balance, size, sign, share, (before, after, cash, held, way, percent) => {
        const targetSizeBase = way * (held - partOf(held, percent));
        const decision = targetDecision({ targetSizeBase, targetNotionalUsd: NaN });
        const [verdict] = assess(options, ...before, holds(way * held, cash), ...after, decision);
        expect(verdict!.kind).toBe('approved');
      }),
    );
  });

  it('as a target of notional: to flat without a mark, to less with one', () => {
    fc.assert(
      fc.property(known, states, balance, size, sign, share, (before, after, cash, held, way, percent) => {
        const account = holds(way * held, cash);
        const flat = targetDecision({ targetNotionalUsd: 0 });
        expect(assess(options, ...before, account, ...after, flat)[0]!.kind).toBe('approved');
        const less = targetDecision({ targetNotionalUsd: way * held * percent });
        expect(assess(options, ...TWO_MARKETS, account, ...after, less)[0]!.kind).toBe('approved');
      }),
    );
  });

  it('as a target on the other side: what closes is left of it', () => {
    fc.assert(
      fc.property(known, states, balance, size, sign, (before, after, cash, held, way) => {
        const decision = targetDecision({ targetNotionalUsd: -way * 500 });
        const [verdict] = assess(options, ...before, holds(way * held, cash), ...after, decision);
        expect(verdict).toMatchObject({ kind: 'trimmed' });
        expect(verdict!.decision).toMatchObject({ targetNotionalUsd: 0 });
      }),
    );
  });

  const quotesOf = (sizeBase: number): QuotesDecision => {
    const { reasons, confidence, strategy, decision, marketId, receivedMs, cause } = targetDecision();
    const common = { reasons, confidence, strategy, decision, marketId, receivedMs, cause };
    return { ...common, kind: 'quotes', bid: { priceUsd: 99, sizeBase }, ask: { priceUsd: 101, sizeBase } };
  };

  it('but for quotes while the operator halts, who wants no order to rest', () => {
    const [verdict] = assess(options, ...TWO_MARKETS, holds(1, 10_000), halt, quotesOf(1));
    expect(verdict!.kind).toBe('refused');
  });

  it('as quotes: the side that closes stays, cut to what it closes, unless the operator halts and nothing may rest', () => {
    const unhalted = states.map((after) => after.filter((input) => input !== halt));
    fc.assert(
      fc.property(known, unhalted, balance, size, sign, size, (before, after, cash, held, way, quoted) => {
        const quotes = quotesOf(quoted);
        const [verdict] = assess(options, ...before, holds(way * held, cash), ...after, quotes);
        expect(verdict!.kind).toBe('trimmed');
        const side = way > 0 ? 'ask' : 'bid';
        const kept = verdict!.decision.kind === 'quotes' ? verdict!.decision : quotes;
        expect(kept[side]!.sizeBase).toBe(Math.min(quoted, held));
        expect(kept[way > 0 ? 'bid' : 'ask']).toBeUndefined();
        const [halted] = assess(options, ...before, holds(way * held, cash), ...after, halt, quotes);
        expect(halted!.kind).toBe('refused');
      }),
    );
  });

  it('as an order, flagged or no larger than what is open', () => {
    fc.assert(
      fc.property(known, states, balance, size, sign, share, (before, after, cash, held, way, percent) => {
        const account = holds(way * held, cash, orderFor(way * 50), orderFor(way * 50));
        const closing = orderFor(-way * partOf(held, percent), 1);
        const flagged = orderIntent({ ...orderFor(-way * 1_000, 1), reduceOnly: true });
        const kinds = [closing, flagged].map(
          (order) => approve(options, ...before, account, ...after, order)[0]!.verdict.kind,
        );
        expect(kinds).toEqual(['approved', 'approved']);
      }),
    );
  });

  it('while whatever adds is', () => {
    const account = holds(1, 10_000);
    expect(assess(options, ...TWO_MARKETS, account, targetDecision({ targetNotionalUsd: 101 }))[0]!.kind).toBe(
      'refused',
    );
    expect(approve(options, ...TWO_MARKETS, account, orderFor(0.01))[0]!.verdict.kind).toBe('refused');
    expect(oraclePriceUsd).toBe(100);
  });
});
