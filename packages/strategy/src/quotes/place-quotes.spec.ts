import { tickSizeUsd, toQuantums, toSubticks, type TopOfBook } from '@perpstream/core';
import fc from 'fast-check';
import { fineRules } from '../../fixtures/quote-events';
import { placeQuotes, stillFits, type QuoteBounds } from './place-quotes';
import type { Quote } from './quote-model';

const top: TopOfBook = { bidPriceUsd: 99.95, bidSizeBase: 5, askPriceUsd: 100.05, askSizeBase: 5 };
const bounds: QuoteBounds = { top, rules: fineRules, inventoryUsd: 0, maxInventoryUsd: 1_000, minQuoteUsd: 10 };
const quote = (priceUsd: number, sizeBase = 1): Quote => ({ priceUsd, sizeBase });

describe('placeQuotes', () => {
  it.each([
    ['keeps what is on the grid', quote(99.9), quote(100.1), quote(99.9), quote(100.1)],
    ['rounds prices away from the market', quote(99.908), quote(100.092), quote(99.9), quote(100.1)],
    ['rounds sizes down', quote(99.9, 1.23456), quote(100.1, 0.99999), quote(99.9, 1.2345), quote(100.1, 0.9999)],
    ['stops a bid one tick below the best ask', quote(100.2), quote(100.4), quote(100.04), quote(100.4)],
    ['stops an ask one tick above the best bid', quote(99.5), quote(99.7), quote(99.5), quote(99.96)],
    ['leaves out a side below the least worth', quote(99.9, 0.1), quote(100.1), undefined, quote(100.1)],
    ['leaves out a side below one step', quote(99.9, 0.00001), quote(100.1), undefined, quote(100.1)],
    ['leaves out a price that is none', quote(NaN), quote(Infinity), undefined, undefined],
    ['leaves out a size that is none', quote(99.9, 0), quote(100.1, -1), undefined, undefined],
    ['leaves out a price below one tick', quote(0.001, 20_000), quote(100.1), undefined, quote(100.1)],
    ['quotes nothing of a bid above its ask', quote(100.02), quote(100.01), undefined, undefined],
    ['quotes nothing of a bid at its ask', quote(100), quote(100), undefined, undefined],
    ['takes one side alone', quote(99.9), undefined, quote(99.9), undefined],
  ])('%s', (_, bid, ask, placedBid, placedAsk) => {
    const placed = placeQuotes({ ...(bid && { bid }), ...(ask && { ask }) }, { ...bounds, minQuoteUsd: 10 });
    expect(placed.bid).toEqual(placedBid);
    expect(placed.ask).toEqual(placedAsk);
  });

  it.each([
    ['both in full without inventory', 0, 1, 1],
    ['the adding side cut to the room', 950, 0.5, 1],
    ['the reducing side alone at the limit', 1_000, undefined, 1],
    ['the reducing side alone beyond the limit', 4_000, undefined, 1],
    ['the reducing side alone at the limit of a short', -1_000, 1, undefined],
  ])('quotes %s', (_, inventoryUsd, bidBase, askBase) => {
    const at = { ...bounds, inventoryUsd, rules: undefined };
    const placed = placeQuotes({ bid: quote(100 - 1e-9), ask: quote(100 + 1e-9) }, at);
    expect(placed.bid?.sizeBase ?? 0).toBeCloseTo(bidBase ?? 0, 2);
    expect(placed.ask?.sizeBase ?? 0).toBeCloseTo(askBase ?? 0, 2);
  });

  it('joins the best prices at most while the grid is not known', () => {
    const placed = placeQuotes({ bid: quote(100), ask: quote(100.01) }, { ...bounds, rules: undefined });
    expect(placed).toEqual({ bid: quote(99.95), ask: quote(100.05) });
  });

  it('rests, stays on the grid and within the limit, whatever is asked for', () => {
    const price = fc.double({ min: 50, max: 200, noNaN: true });
    const size = fc.double({ min: 0, max: 100, noNaN: true });
    const inventory = fc.double({ min: -2_000, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(price, price, size, inventory, (bid, ask, sizeBase, inventoryUsd) => {
        const at = { ...bounds, inventoryUsd };
        const placed = placeQuotes({ bid: quote(bid, sizeBase), ask: quote(ask, sizeBase) }, at);
        for (const [side, sign] of [
          ['bid', 1],
          ['ask', -1],
        ] as const) {
          const quoted = placed[side];
          if (quoted === undefined) continue;
          expect(sign * quoted.priceUsd).toBeLessThanOrEqual(sign * (side === 'bid' ? bid : ask));
          expect(toSubticks(quoted.priceUsd, fineRules, 'exact').ok).toBe(true);
          expect(toQuantums(quoted.sizeBase, fineRules, 'exact').ok).toBe(true);
          expect(sign * inventoryUsd + quoted.sizeBase * quoted.priceUsd).toBeLessThanOrEqual(1_000 * (1 + 1e-12));
          expect(stillFits(side, quoted, at)).toBe(true);
        }
        if (placed.bid) expect(placed.bid.priceUsd).toBeLessThan(top.askPriceUsd);
        if (placed.ask) expect(placed.ask.priceUsd).toBeGreaterThan(top.bidPriceUsd);
        if (placed.bid && placed.ask) expect(placed.bid.priceUsd).toBeLessThan(placed.ask.priceUsd);
      }),
    );
  });

  it('gives up less than a tick and a step', () => {
    const price = fc.double({ min: 90, max: 99.9, noNaN: true });
    fc.assert(
      fc.property(price, fc.double({ min: 1, max: 5, noNaN: true }), (priceUsd, sizeBase) => {
        const { bid } = placeQuotes({ bid: { priceUsd, sizeBase } }, bounds);
        expect(priceUsd - bid!.priceUsd).toBeLessThan(tickSizeUsd(fineRules));
        expect(sizeBase - bid!.sizeBase).toBeLessThan(0.0001);
      }),
    );
  });
});

describe('stillFits', () => {
  it.each([
    ['a bid below the best ask', 'bid' as const, quote(100.04), 0, true],
    ['a bid at the best ask', 'bid' as const, quote(100.05), 0, false],
    ['an ask at the best bid', 'ask' as const, quote(99.95), 0, false],
    ['a bid that would break the limit', 'bid' as const, quote(100), 901, false],
    ['a bid that just keeps it', 'bid' as const, quote(100), 900, true],
    ['an ask of the same size, which reduces', 'ask' as const, quote(100), 901, true],
  ])('judges %s', (_, side, standing, inventoryUsd, expected) => {
    expect(stillFits(side, standing, { ...bounds, inventoryUsd })).toBe(expected);
  });
});
