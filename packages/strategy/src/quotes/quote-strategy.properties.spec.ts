import {
  midPriceUsd,
  type MarketId,
  type QuotesDecision,
  type StrategyDecision,
  type StrategyInput,
  type TopOfBook,
} from '@perpstream/core';
import { dataQuality, marketContext, marketRules, replayEvents } from '@perpstream/testing';
import fc from 'fast-check';
import { tap } from 'rxjs';
import { quoteWalk } from '../../fixtures/quote-walk';
import type { QuotePlan, QuoteView } from './quote-model';
import { quoteStrategy } from './quote-strategy';

const MAX_INVENTORY_USD = 400;
const NOTHING = JSON.stringify([undefined, undefined]);

/** A model of whims: sometimes no plan, one side, crossing, huge or tiny. Depends on what it sees alone. */
function whim({ market: { top }, inventoryBase }: QuoteView): QuotePlan | undefined {
  const midUsd = midPriceUsd(top);
  const whimsy = Math.abs(Math.round(midUsd * 100 + inventoryBase * 10)) % 11;
  if (whimsy === 0) return undefined;
  const offset = whimsy === 1 ? -0.2 : (whimsy % 4) / 20;
  const sizeBase = whimsy === 2 ? 0.00001 : whimsy / 3;
  const bid = { priceUsd: midUsd - offset, sizeBase };
  const ask = { priceUsd: midUsd + offset + 0.003, sizeBase };
  // A side that stands alone reaches through the book.
  const through = 0.3;
  const sides =
    whimsy === 3
      ? { bid: { ...bid, priceUsd: midUsd + through } }
      : whimsy === 4
        ? { ask: { ...ask, priceUsd: midUsd - through } }
        : { bid, ask };
  return { ...sides, confidence: whimsy / 5, reasons: [{ name: 'whim', value: whimsy }] };
}

/** What the strategy could know when a decision was made. */
class Known {
  readonly tops = new Map<MarketId, TopOfBook>();
  readonly live = new Map<MarketId, boolean>();
  readonly positions = new Map<MarketId, number>();

  take(input: StrategyInput): void {
    if (input.kind === 'book') this.tops.set(input.marketId, input.top);
    if (input.kind === 'quality') this.live.set(input.marketId, input.level === 'live');
    if (input.kind !== 'account') return;
    this.positions.clear();
    for (const { marketId, sizeBase } of input.positions.values()) this.positions.set(marketId, sizeBase);
  }
}

function expectFit({ marketId, bid, ask, confidence, reasons }: QuotesDecision, known: Known): void {
  expect(confidence >= 0 && confidence <= 1).toBe(true);
  expect(reasons.length).toBeGreaterThan(0);
  if (bid === undefined && ask === undefined) return;
  const top = known.tops.get(marketId)!;
  const inventoryBase = known.positions.get(marketId) ?? 0;
  expect(known.live.get(marketId)).toBe(true);
  if (bid && ask) expect(bid.priceUsd).toBeLessThan(ask.priceUsd);
  for (const [quote, sign] of [
    [bid, 1],
    [ask, -1],
  ] as const) {
    if (quote === undefined) continue;
    const opposite = sign > 0 ? top.askPriceUsd : top.bidPriceUsd;
    expect(sign * quote.priceUsd).toBeLessThan(sign * opposite);
    // At the mid what is held, at its price what is added.
    const afterUsd = sign * inventoryBase * midPriceUsd(top) + quote.sizeBase * quote.priceUsd;
    expect(afterUsd).toBeLessThanOrEqual(MAX_INVENTORY_USD * (1 + 1e-9));
  }
}

type Mishap = { readonly at: number; readonly event: StrategyInput };

const mishap: fc.Arbitrary<Mishap> = fc.record({
  at: fc.nat(300),
  event: fc.constantFrom<StrategyInput>(
    dataQuality({ level: 'stale' }),
    dataQuality({ level: 'syncing' }),
    dataQuality(),
    dataQuality(),
    marketContext({ status: 'PAUSED' }),
    marketContext({ rules: marketRules({ subticksPerTick: 5_000n }) }),
    marketContext(),
  ),
});

/** The events with mishaps in their middle, numbered. */
function withMishaps(events: readonly StrategyInput[], mishaps: readonly Mishap[]): StrategyInput[] {
  const mixed = [...events];
  for (const { at, event } of mishaps) {
    const index = Math.min(at, mixed.length - 1);
    mixed.splice(index, 0, { ...event, receivedMs: mixed[index]!.receivedMs });
  }
  return mixed.map((event, cause) => ({ ...event, cause }));
}

describe('quoteStrategy, whatever its model does', () => {
  it('never crosses, never exceeds its inventory, never quotes on bad data, never repeats itself', () => {
    let quoted = 0;
    const story = [fc.integer({ min: 1, max: 1e6 }), fc.array(mishap, { maxLength: 6 })] as const;
    fc.assert(
      fc.property(...story, (seed, mishaps) => {
        const known = new Known();
        const last = new Map<MarketId, string>();
        let count = 0;
        const check = (decision: StrategyDecision): void => {
          if (decision.kind !== 'quotes') throw new Error('a quoting strategy quotes');
          expect(decision.decision).toBe(count++);
          const wish = JSON.stringify([decision.bid, decision.ask]);
          expect(wish).not.toBe(last.get(decision.marketId) ?? NOTHING);
          last.set(decision.marketId, wish);
          expectFit(decision, known);
          if (decision.bid !== undefined) quoted += 1;
        };
        const options = { name: 'whim', maxInventoryUsd: MAX_INVENTORY_USD, createModel: () => ({ quotes: whim }) };
        const { leftTimers } = replayEvents(
          withMishaps(quoteWalk({ seconds: 40, seed, maxBase: 5 }), mishaps),
          (scheduler) => (source$) =>
            source$.pipe(
              tap((input) => known.take(input)),
              quoteStrategy({ ...options, scheduler }),
              tap(check),
            ),
        );
        expect(leftTimers).toBe(0);
      }),
      { numRuns: 40 },
    );
    expect(quoted).toBeGreaterThan(100);
  });
});
