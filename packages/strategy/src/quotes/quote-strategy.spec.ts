import { type EventScheduler, type QuotesDecision, type StrategyInput } from '@perpstream/core';
import {
  BTC,
  ETH,
  accountState,
  dataQuality,
  marketContext,
  replayEvents,
  signalScores,
  tradeFlow,
} from '@perpstream/testing';
import {
  beat,
  bookAround,
  contextWithoutOracle,
  fineRules,
  holding,
  openMarket,
  openOrder,
} from '../../fixtures/quote-events';
import { Rehearsal } from '../../fixtures/rehearsal';
import type { QuoteModel, QuotePlan, QuoteView } from './quote-model';
import type { PartialQuoteOptions } from './quote-options';
import { quoteStrategy } from './quote-strategy';

const context = (given: Parameters<typeof marketContext>[0] = {}): StrategyInput =>
  marketContext({ rules: fineRules, ...given });

/** Quotes a tenth of a dollar to either side of the mid, one unit each. */
function plan({ market: { top } }: QuoteView): QuotePlan {
  const midUsd = (top.bidPriceUsd + top.askPriceUsd) / 2;
  return {
    bid: { priceUsd: midUsd - 0.1, sizeBase: 1 },
    ask: { priceUsd: midUsd + 0.1, sizeBase: 1 },
    confidence: 0.7,
    reasons: [{ name: 'mid', value: midUsd }],
  };
}

class Stage extends Rehearsal {
  constructor(options: PartialQuoteOptions = {}, quotes: QuoteModel['quotes'] = plan) {
    const settings = { name: 'test', blockFallbackMs: 60_000, ...options, createModel: () => ({ quotes }) };
    super((scheduler) => quoteStrategy({ ...settings, scheduler }));
  }

  /** One line per decision since the last look: `<market> <bid> / <ask>`. */
  get told(): string[] {
    return this.decisions.splice(0).map((decision) => {
      const { bid, ask, marketId } = decision as QuotesDecision;
      const text = (quote: typeof bid): string => (quote ? `${quote.sizeBase}@${quote.priceUsd}` : '-');
      return `${marketId} ${text(bid)} / ${text(ask)}`;
    });
  }
}

function opened(options?: PartialQuoteOptions, quotes?: QuoteModel['quotes']): Stage {
  const stage = new Stage(options, quotes).at(0, ...openMarket(), accountState(), beat);
  return stage;
}

describe('quoteStrategy', () => {
  it('quotes both sides of a market that is fit', () => {
    const stage = opened();
    expect(stage.decisions).toEqual([
      {
        kind: 'quotes',
        strategy: 'test',
        decision: 0,
        marketId: BTC,
        receivedMs: 0,
        cause: 4,
        bid: { priceUsd: 99.9, sizeBase: 1 },
        ask: { priceUsd: 100.1, sizeBase: 1 },
        confidence: 0.7,
        reasons: [
          { name: 'mid', value: 100 },
          { name: 'max-inventory-usd', value: 0, bound: 2_500 },
        ],
      },
    ]);
  });

  it('gives a model what there is to know', () => {
    const views: QuoteView[] = [];
    const orders = [openOrder('buy', 99.9, 1)];
    new Stage({}, (view) => {
      views.push({ ...view, market: { ...view.market } });
      return plan(view);
    }).at(7, ...openMarket(), signalScores({ momentum: 60 }), holding(2, orders), beat);
    expect(views).toHaveLength(1);
    expect(views[0]).toMatchObject({ nowMs: 7, inventoryBase: 2, inventoryUsd: 200, openQuotes: orders });
    expect(views[0]?.market).toMatchObject({ marketId: BTC, scores: { momentum: 60 }, position: { sizeBase: 2 } });
  });

  it('makes one model per market and shows it the events of its market alone', () => {
    const seen: string[] = [];
    const createModel = (marketId: string): QuoteModel => ({
      observe: (event) => seen.push(`${marketId} ${event.kind} of ${event.marketId}`),
      quotes: plan,
    });
    new Rehearsal((scheduler) => quoteStrategy({ name: 'test', scheduler, createModel })).at(
      0,
      dataQuality(),
      tradeFlow({ marketId: ETH }),
      tradeFlow(),
      accountState(),
      beat,
    );
    expect(seen).toEqual(['BTC-USD quality of BTC-USD', 'ETH-USD flow of ETH-USD', 'BTC-USD flow of BTC-USD']);
  });

  describe('the beat', () => {
    it('decides once per block, however often the market moves', () => {
      const stage = opened();
      stage.at(250, bookAround(101)).at(500, bookAround(102)).at(750, bookAround(103));
      expect(stage.told).toHaveLength(1);
      stage.at(1_000, beat);
      expect(stage.told).toEqual(['BTC-USD 1@102.9 / 1@103.1']);
    });

    it('rests on the newest input of the market, not on the block', () => {
      const stage = opened().at(250, bookAround(101)).at(1_000, beat);
      expect(stage.decisions[1]).toMatchObject({ decision: 1, receivedMs: 250, cause: 6 });
    });

    it('leaves so many blocks between two decisions for one market', () => {
      const stage = opened({ requoteBlocks: 3 });
      const told: number[] = [];
      for (let second = 1; second <= 7; second += 1) {
        stage.at(second * 1_000, bookAround(100 + second), beat);
        told.push(stage.told.length);
      }
      expect(told).toEqual([1, 0, 1, 0, 0, 1, 0]);
    });

    it('is given by other inputs while blocks stay away', () => {
      const stage = opened({ blockFallbackMs: 2_000 });
      const told: number[] = [];
      for (let second = 0.5; second <= 5; second += 0.5) {
        stage.at(second * 1_000, bookAround(100 + second));
        told.push(stage.told.length);
      }
      expect(told).toEqual([1, 0, 0, 1, 0, 0, 0, 1, 0, 0]);
    });

    it('decides after all inputs of one moment are seen', () => {
      const stage = opened().at(1_000, beat, bookAround(101));
      expect(stage.told.at(-1)).toBe('BTC-USD 1@100.9 / 1@101.1');
    });
  });

  describe('what counts as a change', () => {
    it('leaves quotes alone that would move by little', () => {
      const stage = opened({ repriceBps: 10 }).at(1_000, bookAround(100.08), beat);
      expect(stage.told).toHaveLength(1);
      stage.at(2_000, bookAround(100.12), beat);
      expect(stage.told).toEqual(['BTC-USD 1@100.02 / 1@100.22']);
    });

    it('repeats the side that stays exactly', () => {
      let askUsd = 100.1;
      const stage = opened({}, (view) => ({ ...plan(view), ask: { priceUsd: askUsd, sizeBase: 1 } }));
      askUsd = 100.3;
      stage.at(1_000, bookAround(100.001), beat);
      expect(stage.told.at(-1)).toBe('BTC-USD 1@99.9 / 1@100.3');
    });

    it('says nothing while nothing changes', () => {
      const stage = opened();
      const orders = [openOrder('buy', 99.9, 1), openOrder('sell', 100.1, 1)];
      stage.at(500, accountState({ openOrders: orders }));
      stage.every(1_000, 1_000, 120_000, bookAround(100), beat);
      expect(stage.told).toHaveLength(1);
    });
  });

  describe('fills', () => {
    it('makes a quote that was filled anew: first its end, then the same again', () => {
      const stage = opened();
      stage.at(500, holding(1)).at(1_000, beat).at(2_000, beat).at(3_000, beat);
      expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1', 'BTC-USD - / 1@100.1', 'BTC-USD 1@99.9 / 1@100.1']);
    });

    it('makes it anew at once where the model moves away', () => {
      const lean: QuoteModel['quotes'] = (view) => {
        const { bid, ask, ...rest } = plan(view);
        const moved = (quote: typeof bid): typeof bid =>
          quote && { ...quote, priceUsd: quote.priceUsd - view.inventoryBase * 0.05 };
        return { ...rest, bid: moved(bid)!, ask: moved(ask)! };
      };
      const stage = opened({}, lean).at(500, holding(1)).at(1_000, beat);
      expect(stage.told.at(-1)).toBe('BTC-USD 1@99.85 / 1@100.05');
    });

    it('leaves a little filled quote in the queue', () => {
      const stage = opened().at(500, holding(0.2)).at(1_000, beat);
      expect(stage.told).toHaveLength(1);
    });

    it('quotes the reducing side alone at the inventory limit', () => {
      const stage = opened({ maxInventoryUsd: 300 });
      stage
        .at(500, holding(1))
        .at(1_000, beat)
        .at(1_500, holding(2))
        .at(2_000, beat)
        .at(2_500, holding(3))
        .at(3_000, beat);
      expect(stage.told.at(-1)).toBe('BTC-USD - / 1@100.1');
    });

    it('goes on from a position it finds', () => {
      const stage = new Stage({ maxInventoryUsd: 300 }).at(0, ...openMarket(), holding(3), beat);
      expect(stage.told).toEqual(['BTC-USD - / 1@100.1']);
    });

    it('takes a quote back of which no order appears, and makes it anew', () => {
      const stage = opened({ renewMs: 15_000 });
      stage.at(500, accountState({ openOrders: [openOrder('sell', 100.1, 1)] }));
      stage.every(1_000, 1_000, 15_000, beat);
      expect(stage.told).toHaveLength(1);
      stage.at(15_000, beat).at(16_000, beat).at(17_000, beat);
      expect(stage.told).toEqual(['BTC-USD - / 1@100.1', 'BTC-USD 1@99.9 / 1@100.1']);
    });
  });

  describe('withdrawal', () => {
    it.each<[string, StrategyInput, string]>([
      ['data go stale', dataQuality({ level: 'stale' }), 'universe-live'],
      ['data are dirty', dataQuality({ level: 'dirty' }), 'universe-live'],
      ['data are lost', dataQuality({ level: 'syncing' }), 'universe-live'],
      ['data are poor', dataQuality({ quality: 0.1 }), 'universe-quality'],
      ['the market is paused', context({ status: 'PAUSED' }), 'universe-active'],
      ['the market only takes orders that rest', context({ status: 'POST_ONLY' }), 'universe-active'],
      ['the market is delisted', context({ status: 'DELISTED' }), 'universe-active'],
    ])('R25: takes both quotes back at once, and once, when %s', (_, input, name) => {
      const stage = opened();
      expect(stage.told).toHaveLength(1);
      stage.at(300, input);
      expect(stage.decisions[0]).toMatchObject({ confidence: 0, reasons: [{ name }], receivedMs: 300 });
      expect(stage.told).toEqual(['BTC-USD - / -']);
      stage.every(1_000, 1_000, 5_000, input, beat);
      expect(stage.told).toEqual([]);
    });

    it('takes both back when the oracle price is not known any more', () => {
      const stage = opened().at(300, contextWithoutOracle());
      expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1', 'BTC-USD - / -']);
    });

    it('takes both back when the spread leaves the universe, at the next block', () => {
      const stage = opened({ universe: { maxSpreadBps: 20 } })
        .at(300, bookAround(100, 0.2))
        .at(1_000, beat);
      expect(stage.decisions[1]).toMatchObject({ reasons: [{ name: 'universe-spread-bps', bound: 20 }] });
      expect(stage.told.at(-1)).toBe('BTC-USD - / -');
    });

    it('takes both back when the model has no plan any more', () => {
      let hasPlan = true;
      const stage = opened({}, (view) => (hasPlan ? plan(view) : undefined));
      hasPlan = false;
      stage.at(1_000, beat).at(2_000, beat);
      expect(stage.decisions.slice(1)).toMatchObject([
        { confidence: 0, reasons: [{ name: 'plan', value: 0, bound: 1 }] },
      ]);
    });

    it('quotes again when the reason is over', () => {
      const stage = opened()
        .at(300, dataQuality({ level: 'stale' }))
        .at(600, dataQuality(), bookAround(100))
        .at(1_000, beat);
      expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1', 'BTC-USD - / -', 'BTC-USD 1@99.9 / 1@100.1']);
    });

    it('does not wait for the blocks between two decisions', () => {
      const stage = opened({ requoteBlocks: 50 }).at(300, dataQuality({ level: 'stale' }));
      expect(stage.told).toHaveLength(2);
    });

    it('has nothing to take back where nothing was quoted', () => {
      const stage = new Stage().at(0, ...openMarket(), dataQuality({ level: 'stale' }), accountState(), beat);
      expect(stage.told).toEqual([]);
    });
  });

  it('quotes nothing before the account is known', () => {
    const stage = new Stage().at(0, ...openMarket(), beat);
    stage.every(1_000, 1_000, 5_000, bookAround(100), beat);
    expect(stage.told).toEqual([]);
    stage.at(6_000, accountState(), beat);
    expect(stage.told).toHaveLength(1);
  });

  it('knows what an account held and had open before its market was heard of', () => {
    const views: QuoteView[] = [];
    const orders = [openOrder('buy', 99.5, 1), openOrder('sell', 101, 1, ETH)];
    const stage = new Stage({}, (view) => {
      views.push(view);
      return plan(view);
    });
    stage.at(0, holding(2, orders), ...openMarket(), beat);
    expect(views[0]).toMatchObject({ inventoryBase: 2, openQuotes: [orders[0]] });
    expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1']);
  });

  it('prices by the books of others, not by its own quotes', () => {
    const stage = new Stage({}, plan).at(0, ...openMarket(), accountState(), beat);
    const own = openOrder('buy', 99.99, 5);
    // The book with the own bid in front: its mid is 100.02, that of the others 100.
    const book = bookAround(100.02, 0.03);
    stage.at(1_000, accountState({ openOrders: [own] }), book, beat);
    expect(stage.told.at(-1)).toBe('BTC-USD 1@99.89 / 1@100.1');
  });

  describe('the universe', () => {
    const two = [...openMarket(BTC), ...openMarket(ETH)];

    it('gives its places to the first markets that may be quoted', () => {
      const stage = new Stage({ maxMarkets: 1 }).at(0, ...two, accountState(), beat);
      expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1']);
    });

    it('gives a place on when its market is not fit any more', () => {
      const stage = new Stage({ maxMarkets: 1 }).at(0, ...two, accountState(), beat);
      stage.at(1_000, dataQuality({ level: 'stale' }), beat).at(2_000, beat);
      expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1', 'BTC-USD - / -', 'ETH-USD 1@99.9 / 1@100.1']);
    });

    it('keeps the place of a market with inventory', () => {
      const stage = new Stage({ maxMarkets: 1 }).at(0, ...two, accountState(), beat);
      stage
        .at(500, holding(1))
        .at(600, dataQuality({ level: 'stale' }))
        .at(1_000, beat);
      expect(stage.told.slice(1)).toEqual(['BTC-USD - / -']);
      stage.at(1_500, dataQuality(), bookAround(100)).at(2_000, beat);
      expect(stage.told).toEqual(['BTC-USD 1@99.9 / 1@100.1']);
    });

    it('quotes the markets of a list alone', () => {
      const stage = new Stage({ universe: { allow: ['ETH-USD'] } }).at(0, ...two, accountState(), beat);
      expect(stage.told).toEqual(['ETH-USD 1@99.9 / 1@100.1']);
    });

    it('keeps the fills of markets apart', () => {
      const stage = new Stage().at(0, ...two, accountState(), beat);
      stage.at(500, holding(1, [], { marketId: ETH })).at(1_000, beat);
      expect(stage.told.slice(2)).toEqual(['ETH-USD - / 1@100.1']);
    });
  });

  it('drops what is due when the input ends', () => {
    const events = [...openMarket(), accountState(), beat];
    const create = (scheduler: EventScheduler) =>
      quoteStrategy({ name: 'test', scheduler, createModel: () => ({ quotes: plan }) });
    expect(replayEvents(events, create, { completes: true })).toMatchObject({ leftTimers: 0 });
    const stage = opened();
    stage.at(1_000, bookAround(101));
    stage.end();
    expect(stage.told).toHaveLength(1);
    expect(stage.running.closed).toBe(true);
  });

  it('counts a position that others changed as filled of a quote, as the planner does', () => {
    const stage = opened().at(500, holding(-1)).at(1_000, beat);
    expect(stage.told.at(-1)).toBe('BTC-USD 1@99.9 / -');
  });
});
