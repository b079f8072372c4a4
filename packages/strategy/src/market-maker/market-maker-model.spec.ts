import { unixMs } from '@perpstream/core';
import { BTC, bookUpdate, dataQuality, marketContext, signalScores, tradeFlow } from '@perpstream/testing';
import fc from 'fast-check';
import type { QuotePlan, QuoteView } from '../quotes/quote-model';
import { glft } from './glft';
import { MarketMakerModel } from './market-maker-model';
import { marketMakerDefaults, type MarketMakerSettings } from './market-maker-options';

const fixed: MarketMakerSettings = { ...marketMakerDefaults, estimateIntensity: false };
const neutral = { volatility: 50, tradeFlow: 50, bookImbalance: 50 };

type Given = {
  readonly lots?: number;
  readonly scores?: Readonly<Record<string, number>>;
  readonly volatility1h?: number;
  readonly midUsd?: number;
  readonly funding1h?: number;
};

function view({ lots = 0, scores = neutral, volatility1h = 0.006, midUsd = 100, funding1h = 0 }: Given): QuoteView {
  const { top, view: book } = bookUpdate({ bids: [[midUsd * 0.9995, 1]], asks: [[midUsd * 1.0005, 1]] });
  const inventoryUsd = lots * fixed.orderUsd;
  return {
    market: {
      marketId: BTC,
      scores: signalScores(scores).scores,
      top,
      book,
      context: marketContext({ nextFundingRate1h: funding1h }),
      quality: dataQuality(),
      sinceMs: 0,
      volatility1h,
      targetUsd: 0,
      position: undefined,
    },
    nowMs: 0,
    inventoryBase: inventoryUsd / midUsd,
    inventoryUsd,
    openQuotes: [],
  };
}

/** Distances of bid and ask from the mid in basis points, both counted upwards. */
function quoted(
  given: Given,
  settings: Partial<MarketMakerSettings> = {},
): { bid: number; ask: number; plan: QuotePlan } {
  const { midUsd = 100 } = given;
  const plan = new MarketMakerModel({ ...fixed, ...settings }).quotes(view(given))!;
  const bps = (priceUsd = NaN): number => (priceUsd / midUsd - 1) * 10_000;
  return { bid: bps(plan.bid?.priceUsd), ask: bps(plan.ask?.priceUsd), plan };
}

const lots = fc.double({ min: -4.9, max: 4.9, noNaN: true });
const score = fc.double({ min: 0, max: 100, noNaN: true });
const scores = fc.record({ volatility: score, tradeFlow: score, bookImbalance: score });
const volatility1h = fc.double({ min: 0.0001, max: 0.02, noNaN: true });
const form = fc.constantFrom<Partial<MarketMakerSettings>>({}, { form: 'avellaneda-stoikov' });

describe('MarketMakerModel', () => {
  it('quotes the model, the fee on top, symmetric without inventory at neutral scores', () => {
    const input = { ...fixed, volatilityBps: (0.006 * 10_000) / 60 };
    const expected = 1 + glft(input, fixed.adverseSelectionBps).halfSpreadBps;
    const { bid, ask, plan } = quoted({});
    expect(ask).toBeCloseTo(expected, 8);
    expect(bid).toBeCloseTo(-expected, 8);
    expect(plan.bid?.sizeBase).toBeCloseTo(5, 12);
    expect(plan.ask?.sizeBase).toBeCloseTo(5, 12);
    expect(plan.confidence).toBeCloseTo(1 - 1.5 / expected, 8);
  });

  it('moves both quotes down by the skew of the model for every lot held', () => {
    const { skewBps } = glft({ ...fixed, volatilityBps: 1 }, fixed.adverseSelectionBps);
    const [flat, long] = [quoted({}), quoted({ lots: 2 })];
    expect(long.bid).toBeCloseTo(flat.bid - 2 * skewBps, 8);
    expect(long.ask).toBeCloseTo(flat.ask - 2 * skewBps, 8);
  });

  it('uses the other form when told to', () => {
    const { bid, ask } = quoted({ lots: 1 }, { form: 'avellaneda-stoikov', horizonMs: 10_000 });
    // gamma sigma² tau = 0.05 x 1 x 10
    expect((bid + ask) / 2).toBeCloseTo(-0.5, 8);
    expect((ask - bid) / 2).toBeCloseTo(1 + 0.25 + 20 * Math.log(1.1), 8);
  });

  it.each([
    ['up, where shorts pay', -0.0001, 1],
    ['down, where longs pay', 0.0001, -1],
  ])('moves both quotes %s', (_, funding1h, shiftBps) => {
    const [plain, shifted] = [quoted({}), quoted({ funding1h })];
    expect(shifted.bid).toBeCloseTo(plain.bid + shiftBps, 8);
    expect(shifted.ask).toBeCloseTo(plain.ask + shiftBps, 8);
  });

  it('counts funding for as long as it is told', () => {
    const shifted = quoted({ funding1h: 0.0001 }, { fundingHorizonMs: 1_800_000 });
    expect((shifted.bid + shifted.ask) / 2).toBeCloseTo(-0.5, 8);
  });

  it('leans with scores and widens by volatility and one-sided trades', () => {
    const half = quoted({}).ask;
    const { bid, ask } = quoted({ scores: { volatility: 75, tradeFlow: 100, bookImbalance: 0 } });
    expect((bid + ask) / 2).toBeCloseTo(0, 8);
    expect((ask - bid) / 2).toBeCloseTo(half * 2, 8);
    expect(quoted({ scores: { ...neutral, bookImbalance: 75 } }).bid).toBeCloseTo(-half + 0.5, 8);
  });

  it('leaves its least edge after the costs, however tight the model is', () => {
    const { ask } = quoted({}, { decayPerBps: 5, adverseSelectionBps: 0, minEdgeBps: 5, makerFeeBps: 1 });
    expect(ask).toBeCloseTo(6, 8);
  });

  it('never quotes nearer than its least edge for a rebate', () => {
    expect(quoted({}, { decayPerBps: 5, makerFeeBps: -5, minEdgeBps: 0.3 }).ask).toBeCloseTo(0.3, 8);
  });

  it.each([
    ['grows not beyond the lot', 2.5, 2.5, 5],
    ['is nothing for what adds at the limit', 5, undefined, 5],
    ['is nothing for what adds to a short at the limit', -5, 5, undefined],
  ])('the size %s', (_, held, bidBase, askBase) => {
    const { plan } = quoted({ lots: held });
    expect(plan.bid?.sizeBase).toEqual(bidBase);
    expect(plan.ask?.sizeBase).toEqual(askBase);
  });

  it('R25: quotes nothing without a score it looks at, nor before volatility is known', () => {
    const model = new MarketMakerModel(fixed);
    const seen = view({});
    expect(model.quotes({ ...seen, market: { ...seen.market, scores: undefined } })).toBeUndefined();
    expect(model.quotes(view({ scores: { volatility: 50, tradeFlow: 50 } }))).toBeUndefined();
    expect(model.quotes({ ...seen, market: { ...seen.market, volatility1h: undefined } })).toBeUndefined();
  });

  it('does not believe that a market stands still', () => {
    expect(quoted({ volatility1h: 0 }).ask).toBeCloseTo(quoted({ volatility1h: 0.001 }).ask, 12);
  });

  it('says what its quotes rest on', () => {
    const { plan } = quoted({ lots: 1 });
    const reasons = Object.fromEntries(plan.reasons.map(({ name, value }) => [name, value]));
    expect(reasons).toMatchObject({
      'inventory-lots': 1,
      'volatility-bps-per-root-second': 1,
      'arrivals-per-second': 0.2,
      'decay-per-bps': 0.5,
      volatility: 50,
      tradeFlow: 50,
      bookImbalance: 50,
    });
    expect(reasons['centre-bps']).toBeCloseTo(-reasons['skew-bps-per-lot']!, 12);
  });

  it('learns from trades how far takers reach, and stops watching while data are not live', () => {
    const [learning, blind] = [new MarketMakerModel(marketMakerDefaults), new MarketMakerModel(marketMakerDefaults)];
    for (const model of [learning, blind]) model.observe(bookUpdate({ bids: [[99.99, 1]], asks: [[100.01, 1]] }));
    blind.observe(dataQuality({ level: 'stale' }));
    for (const model of [learning, blind]) {
      for (let count = 0; count < 500; count += 1) model.observe(tradeFlow({ highPriceUsd: 100.2 }));
    }
    const at = (model: MarketMakerModel): number => model.quotes({ ...view({}), nowMs: unixMs(0) })!.ask!.priceUsd;
    expect(at(learning)).toBeGreaterThan(at(blind) + 0.05);
    expect(at(blind)).toBeCloseTo(at(new MarketMakerModel(marketMakerDefaults)), 9);
  });

  describe('whatever it sees', () => {
    it('lowers both quotes with more inventory', () => {
      fc.assert(
        fc.property(
          lots,
          fc.double({ min: 0.01, max: 2, noNaN: true }),
          scores,
          volatility1h,
          form,
          (held, more, seen, sigma, settings) => {
            const given = { scores: seen, volatility1h: sigma };
            const [less, full] = [
              quoted({ ...given, lots: held }, settings),
              quoted({ ...given, lots: Math.min(4.95, held + more) }, settings),
            ];
            expect(full.bid).toBeLessThan(less.bid);
            expect(full.ask).toBeLessThan(less.ask);
            expect(full.ask - full.bid).toBeCloseTo(less.ask - less.bid, 6);
          },
        ),
      );
    });

    it('never narrows with more volatility, and keeps the bid below the ask', () => {
      fc.assert(
        fc.property(
          lots,
          scores,
          volatility1h,
          fc.double({ min: 1, max: 3, noNaN: true }),
          form,
          (held, seen, sigma, factor, settings) => {
            const calm = quoted({ lots: held, scores: seen, volatility1h: sigma }, settings);
            const wild = quoted({ lots: held, scores: seen, volatility1h: sigma * factor }, settings);
            expect(wild.ask - wild.bid).toBeGreaterThanOrEqual(calm.ask - calm.bid - 1e-8);
            expect(calm.ask - calm.bid).toBeGreaterThanOrEqual(2 * (1.5 + fixed.minEdgeBps) - 1e-8);
          },
        ),
      );
    });

    it('mirrors when everything is mirrored', () => {
      fc.assert(
        fc.property(lots, scores, volatility1h, (held, seen, sigma) => {
          const mirrored = { ...seen, tradeFlow: 100 - seen.tradeFlow, bookImbalance: 100 - seen.bookImbalance };
          const one = quoted({ lots: held, scores: seen, volatility1h: sigma, funding1h: 0.0001 });
          const other = quoted({ lots: -held, scores: mirrored, volatility1h: sigma, funding1h: -0.0001 });
          expect(other.bid).toBeCloseTo(-one.ask, 6);
          expect(other.ask).toBeCloseTo(-one.bid, 6);
        }),
      );
    });

    it('does not depend on the scale of prices', () => {
      fc.assert(
        fc.property(
          lots,
          scores,
          volatility1h,
          fc.double({ min: 1e-6, max: 1e4, noNaN: true }),
          (held, seen, sigma, scale) => {
            const given = { lots: held, scores: seen, volatility1h: sigma };
            const [one, other] = [quoted(given), quoted({ ...given, midUsd: 100 * scale })];
            expect(other.bid).toBeCloseTo(one.bid, 6);
            expect(other.ask).toBeCloseTo(one.ask, 6);
            const [size, scaled] = [one.plan.bid?.sizeBase ?? 0, other.plan.bid?.sizeBase ?? 0];
            expect(Math.abs(scaled * scale - size)).toBeLessThan(1e-9);
          },
        ),
      );
    });
  });
});
