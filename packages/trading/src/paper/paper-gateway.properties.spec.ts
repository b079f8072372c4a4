import {
  magnitude,
  usdToQuote,
  type AccountChange,
  type ChainAccount,
  type ChainPosition,
  type ExecutionReport,
  type Fill,
  type MarketId,
  type Quantums,
  type QuoteQuantums,
} from '@perpstream/core';
import { BTC, dataQuality, ETH, marketContext, marketRules } from '@perpstream/testing';
import fc from 'fast-check';
import { PaperDesk } from '../../fixtures/paper-desk';
import { simpleMargin } from '../../fixtures/simple-margin';

const START_USD = 100;
const FEES = { takerPpm: 500, makerPpm: -110 };
const MARKETS = [BTC, ETH] as const;
/** No book is deeper, so one block forces no more fills: one step against the book, or one position closed. */
const LEVELS = 2;

type Step = { readonly marketId: MarketId } & (
  | {
      readonly do: 'order';
      readonly isBuy: boolean;
      readonly steps: number;
      readonly priceUsd: number;
      readonly isResting: boolean;
    }
  | { readonly do: 'book'; readonly bidUsd: number; readonly spreadUsd: number; readonly sizes: readonly number[] }
  | { readonly do: 'mark'; readonly usd: number }
  | { readonly do: 'transfer'; readonly usd: number }
  | { readonly do: 'trade'; readonly sizeBase: number }
  | { readonly do: 'quality'; readonly isLive: boolean }
  | { readonly do: 'block' }
);

const market = fc.constantFrom(...MARKETS);
const usd = fc.integer({ min: 88, max: 112 });
const steps = fc.integer({ min: 1, max: 150_000 });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('block' as const), marketId: market }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      marketId: market,
      isBuy: fc.boolean(),
      steps,
      priceUsd: usd,
      isResting: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('book' as const),
      marketId: market,
      bidUsd: usd,
      spreadUsd: fc.integer({ min: 2, max: 5 }),
      sizes: fc.array(steps, { minLength: 2 * LEVELS, maxLength: 2 * LEVELS }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('mark' as const), marketId: market, usd }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('transfer' as const),
      marketId: market,
      usd: fc.integer({ min: -300, max: 100 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('trade' as const),
      marketId: market,
      sizeBase: fc.integer({ min: -30, max: 30 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('quality' as const), marketId: market, isLive: fc.boolean() }) },
);

function take(desk: PaperDesk, now: Step): void {
  const { marketId } = now;
  if (now.do === 'block') desk.block();
  if (now.do === 'mark') desk.context({ marketId, oraclePriceUsd: now.usd });
  if (now.do === 'transfer') desk.ask({ command: 'transfer', amountUsd: now.usd });
  if (now.do === 'trade') desk.ask({ command: 'trade', marketId, sizeBase: now.sizeBase });
  if (now.do === 'quality') desk.feed(dataQuality({ marketId, level: now.isLive ? 'live' : 'stale' }));
  if (now.do === 'book') {
    const { bidUsd, spreadUsd, sizes } = now;
    const [a = 1, b = 1, c = 1, d = 1] = sizes.map((size) => size / 10_000);
    const bids = [
      [bidUsd, a],
      [bidUsd - 2, b],
    ] as const;
    const asks = [
      [bidUsd + spreadUsd, c],
      [bidUsd + spreadUsd + 2, d],
    ] as const;
    desk.feed(desk.book(bids, asks, marketId));
  }
  if (now.do === 'order') {
    const { isBuy, priceUsd, isResting } = now;
    const side = isBuy ? 'buy' : 'sell';
    // Takers go as far as it takes.
    const limitUsd = isResting ? priceUsd : isBuy ? 130 : 70;
    const timeInForce = isResting ? 'gtt' : 'ioc';
    desk.send({ marketId, side, sizeBase: now.steps / 10_000, priceUsd: limitUsd, timeInForce });
  }
}

/** The account as somebody keeps it who sees nothing but fills, transfers and marks; `watch` is told before and after each. */
class Bookkeeper {
  readonly #marks = new Map<MarketId, number>(MARKETS.map((marketId) => [marketId, 100]));
  readonly #held = new Map<MarketId, bigint>();
  #cash: bigint = usdToQuote(START_USD);

  get account(): ChainAccount {
    const positions = new Map<MarketId, ChainPosition>();
    for (const [marketId, quantums] of this.#held) {
      if (quantums === 0n) continue;
      const oraclePriceUsd = this.#marks.get(marketId) ?? NaN;
      const rules = marketRules({ marketId });
      positions.set(marketId, { rules, quantums: quantums as Quantums, oraclePriceUsd, openInterestBase: 1_000 });
    }
    return { quoteQuantums: this.#cash as QuoteQuantums, positions };
  }

  held(marketId: MarketId): bigint {
    return this.#held.get(marketId) ?? 0n;
  }

  mark(marketId: MarketId, markUsd: number): void {
    this.#marks.set(marketId, markUsd);
  }

  fill(marketId: MarketId, { side, quantums, quoteQuantums, feeQuoteQuantums }: Fill): void {
    const sign = side === 'buy' ? 1n : -1n;
    this.#held.set(marketId, this.held(marketId) + sign * quantums);
    this.#cash -= sign * quoteQuantums + feeQuoteQuantums;
  }

  transfer(quoteQuantums: bigint): void {
    this.#cash += quoteQuantums;
  }
}

const margin = simpleMargin({ portion: 0.5, minNotionalUsd: 200 });

type Witness = (event: ExecutionReport | AccountChange, before: ChainAccount, after: ChainAccount) => void;

/** Runs the steps; `witness` sees every event that moved the account, with the account before and after it. */
function run(script: readonly Step[], witness: Witness): { readonly desk: PaperDesk; readonly books: Bookkeeper } {
  const desk = new PaperDesk({ startBalanceUsd: START_USD, fees: FEES, margin });
  const books = new Bookkeeper();
  desk.feed(marketContext({ marketId: ETH }), dataQuality({ marketId: ETH }), desk.book([[99, 10]], [[101, 10]], ETH));
  for (const now of script) {
    if (now.do === 'mark') books.mark(now.marketId, now.usd);
    const seen = desk.events.length;
    take(desk, now);
    for (const event of desk.events.slice(seen)) {
      const before = books.account;
      if (event.kind === 'transfer') books.transfer(event.quoteQuantums);
      else if ('fill' in event) books.fill(event.marketId, event.fill);
      else continue;
      witness(event, before, books.account);
    }
  }
  return { desk, books };
}

const scripts = fc.array(step, { minLength: 40, maxLength: 120 });

describe('paperGateway with margin, whatever happens', () => {
  it('R27: keeps an account that is explained by its fills, fees and transfers to the quote quantum', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { desk, books } = run(script, () => undefined);
        expect(desk.account.quoteQuantums).toBe(books.account.quoteQuantums);
        for (const marketId of MARKETS) {
          expect(desk.account.positions.get(marketId)?.quantums ?? 0n).toBe(books.held(marketId));
        }
        expect(desk.sink.faults.filter(({ where }) => where.startsWith('portfolio'))).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('lets no fill, trade by hand or withdrawal through that the margin rules forbid', () => {
    let judged = 0;
    fc.assert(
      fc.property(scripts, (script) => {
        run(script, (event, before, after) => {
          const isForced = event.kind === 'forced-fill' && event.reason !== 'MANUAL';
          if (isForced || (event.kind === 'transfer' && event.quoteQuantums > 0n)) return;
          judged += 1;
          expect(margin.allows(before, after)).toBe(true);
        });
      }),
      { numRuns: 80, seed: 5 },
    );
    expect(judged).toBeGreaterThan(200);
  });

  it('forces only accounts below their maintenance margin, only toward flat, and at the bankruptcy price at worst', () => {
    let [forced, deleveraged] = [0, 0];
    fc.assert(
      fc.property(scripts, (script) => {
        run(script, (event, before, after) => {
          if (event.kind !== 'forced-fill' || event.reason === 'MANUAL') return;
          forced += 1;
          const [was, is] = [margin.requirements(before), margin.requirements(after)];
          const sizes = [before, after].map(({ positions }) => positions.get(event.marketId)?.quantums ?? 0n);
          expect(magnitude(sizes[1]!)).toBeLessThan(magnitude(sizes[0]!));
          expect(sizes[0]! * sizes[1]!).toBeGreaterThanOrEqual(0n);
          // A later level of the same step may find the account healed by the one before: then it is not worse off either.
          if (event.reason === 'DELEVERAGED') {
            deleveraged += 1;
            expect(was.netCollateral).toBeLessThan(0n);
          }
          const owedShare = was.maintenance === 0n ? 0n : was.netCollateral * is.maintenance;
          expect(is.netCollateral * was.maintenance).toBeGreaterThanOrEqual(owedShare);
        });
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(forced).toBeGreaterThan(100);
    expect(deleveraged).toBeGreaterThan(10);
  });

  it('forces no more fills in one block than one step can meet', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const perBlock = new Map<number, Set<string>>();
        const fills = new Map<number, number>();
        run(script, (event) => {
          if (event.kind !== 'forced-fill' || event.reason === 'MANUAL') return;
          fills.set(event.cause, (fills.get(event.cause) ?? 0) + 1);
          perBlock.set(event.cause, (perBlock.get(event.cause) ?? new Set()).add(event.marketId));
        });
        for (const count of fills.values()) expect(count).toBeLessThanOrEqual(LEVELS);
        for (const markets of perBlock.values()) expect(markets.size).toBe(1);
      }),
      { numRuns: 80 },
    );
  });

  it('owes nothing once it is left alone with live markets', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { desk } = run(script, () => undefined);
        for (const marketId of MARKETS) desk.feed(dataQuality({ marketId }));
        // At most one block per level of the books, and one per position.
        for (let blocks = 0; blocks < 2 * (LEVELS + 2); blocks += 1) desk.block();
        const positions = new Map<MarketId, ChainPosition>();
        for (const [marketId, { quantums }] of desk.account.positions) {
          const marks = script.filter((now) => now.do === 'mark' && now.marketId === marketId);
          const last = marks.at(-1);
          const oraclePriceUsd = last?.do === 'mark' ? last.usd : 100;
          positions.set(marketId, { rules: marketRules({ marketId }), quantums, oraclePriceUsd, openInterestBase: 0 });
        }
        const { netCollateral } = margin.requirements({ quoteQuantums: desk.account.quoteQuantums, positions });
        expect(netCollateral).toBeGreaterThanOrEqual(0n);
      }),
      { numRuns: 150 },
    );
  });

  it('gives each fill an id of its own, and the same events for the same inputs', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const [first, second] = [run(script, () => undefined), run(script, () => undefined)];
        expect(second.desk.events).toEqual(first.desk.events);
        expect(second.desk.account).toEqual(first.desk.account);
        const ids = first.desk.events.flatMap((event) => ('fill' in event ? [event.fill.id] : []));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same exchange with margin as without while no margin is broken', () => {
    const rich = { startBalanceUsd: 1e9, fees: FEES };
    fc.assert(
      fc.property(scripts, (script) => {
        const [weighed, plain] = [new PaperDesk(rich), new PaperDesk({ ...rich, isWithoutMargin: true })];
        for (const desk of [weighed, plain]) {
          desk.feed(marketContext({ marketId: ETH }));
          script.forEach((now) => take(desk, now));
        }
        expect(weighed.events).toEqual(plain.events);
        expect(weighed.account).toEqual(plain.account);
      }),
      { numRuns: 40 },
    );
  });
});
