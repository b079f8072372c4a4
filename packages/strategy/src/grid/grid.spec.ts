import type { QuotesDecision, StrategyInput } from '@perpstream/core';
import { accountState, signalScores } from '@perpstream/testing';
import fc from 'fast-check';
import { QuoteExchange, type ExchangeSecond } from '../../fixtures/quote-exchange';
import { bookAround, beat, holding, openMarket } from '../../fixtures/quote-events';
import { Rehearsal } from '../../fixtures/rehearsal';
import { grid } from './grid';
import type { GridOptions } from './grid-options';

/** Levels of 0.50 USD around 100, one base unit each. */
const shape: Partial<GridOptions> = { spacing: 'arithmetic', stepBps: 50, levels: 4, levelUsd: 100, repriceBps: 2 };
const ranging = { trend: 40 };

function rehearsal(options: Partial<GridOptions> = {}): Rehearsal {
  return new Rehearsal((scheduler) => grid({ scheduler, ...shape, ...options }));
}

function exchange(options?: Partial<GridOptions>, scores: Record<string, number> = ranging): QuoteExchange {
  return new QuoteExchange(rehearsal(options), scores);
}

function quotes({ bidUsd, askUsd, inventoryBase }: ExchangeSecond): unknown {
  return [inventoryBase, bidUsd, askUsd];
}

describe('grid', () => {
  it('works the next level below and the next above', () => {
    const { seconds } = exchange().play(100, 100);
    expect(quotes(seconds[1]!)).toEqual([0, 99.5, 100.5]);
  });

  it('goes down a level when one was bought, and up when it was sold again', () => {
    const { seconds } = exchange().play(100, 99.5, 99.4, 99, 98.95, 99.2, 99.5, 99.6, 100, 100.2, 100.2);
    expect(seconds.map(({ inventoryBase }) => inventoryBase)).toEqual([0, 1, 1, 2, 2, 2, 1, 1, 0, 0, 0]);
    expect(quotes(seconds[2]!)).toEqual([1, 99, 100]);
    expect(quotes(seconds[4]!)).toEqual([2, 98.5, 99.5]);
    expect(quotes(seconds[7]!)).toEqual([1, 99, 100]);
    expect(quotes(seconds[10]!)).toEqual([0, 99.5, 100.5]);
  });

  it('goes short above the anchor', () => {
    const { seconds } = exchange().play(100, 100.5, 100.6, 101, 101);
    expect(quotes(seconds[2]!)).toEqual([-1, 100, 101]);
    expect(quotes(seconds[4]!)).toEqual([-2, 100.5, 101.5]);
  });

  it('earns a step for every there and back, and nothing else', () => {
    const there = [100, 99.5, 99.5, 99.4, 100, 100, 100.1];
    const { seconds } = exchange().play(...Array.from({ length: 10 }, () => there).flat());
    let cashUsd = 0;
    seconds.forEach((second, index) => {
      const before = seconds[index - 1];
      const change = second.inventoryBase - (before?.inventoryBase ?? 0);
      if (before && change !== 0) cashUsd -= change * (change > 0 ? before.bidUsd! : before.askUsd!);
    });
    expect(seconds.at(-1)!.inventoryBase).toBe(0);
    expect(cashUsd).toBeCloseTo(10 * 0.5, 9);
  });

  it('has no level beyond its range', () => {
    const { seconds } = exchange().play(100, 99.5, 99.5, 99, 99, 98.5, 98.5, 98, 98.01, 98.02);
    expect(quotes(seconds.at(-1)!)).toEqual([4, undefined, 98.5]);
  });

  describe('outside its range', () => {
    const out = [100, 99.5, 99.5, 99, 99, 97.5, 97.4];

    it('withdraws and keeps what it has', () => {
      const { seconds } = exchange().play(...out, 97.4);
      expect(seconds.at(-1)).toMatchObject({ bidUsd: undefined, askUsd: undefined, inventoryBase: 3 });
    });

    it('works on where it was when the price comes back', () => {
      const { seconds } = exchange().play(...out, 97.4, 98.1, 98.2);
      expect(quotes(seconds.at(-1)!)).toEqual([3, 98, 99]);
    });

    it('offers what it has at the touch when told to', () => {
      const stage = rehearsal({ outside: 'flatten' });
      const { seconds } = new QuoteExchange(stage, ranging).play(...out);
      expect(seconds.at(-1)).toMatchObject({ bidUsd: undefined, askUsd: 97.45 });
      expect(stage.decisions.at(-1)).toMatchObject({
        ask: { sizeBase: 3 },
        reasons: [{ name: 'outside-grid-usd', bound: 98 }, { name: 'max-inventory-usd' }],
      });
    });

    it('buys back a short at the touch above the range', () => {
      const market = exchange({ outside: 'flatten' }).play(100, 100.5, 100.6, 102.5, 102.6);
      expect(market.seconds.at(-1)).toMatchObject({ bidUsd: 102.55, askUsd: undefined });
    });

    const away = (options: Partial<GridOptions>, ...accounts: readonly StrategyInput[]): string[] => {
      const stage = rehearsal({ reanchorMs: 10_000, ...options });
      const inputs = [signalScores(ranging), ...accounts, beat];
      stage.at(0, ...openMarket(), accountState(), ...inputs).every(1_000, 1_000, 13_000, bookAround(110), ...inputs);
      return stage.decisions.map((decision) => {
        const { bid, ask } = decision as QuotesDecision;
        return `${stage.log[decision.decision]!.split(' ')[0]}: ${bid?.priceUsd ?? '-'} ${ask?.priceUsd ?? '-'}`;
      });
    };

    it('moves its anchor to the price when it has been out without a position for long enough', () => {
      expect(away({})).toEqual(['0: 99.5 100.5', '1000: - -', '11000: 109.45 110.55']);
    });

    it('does not move with a position', () => {
      const sold = holding(-1, [], { entryPriceUsd: 100.5 });
      expect(away({}, sold)).toEqual(['0: 100 101', '1000: - -']);
    });

    it('does not move a range', () => {
      const ranges = { 'BTC-USD': { lowerUsd: 98, upperUsd: 102 } };
      expect(away({ ranges })).toEqual(['0: 99.5 100.5', '1000: - -']);
    });
  });

  it('does not add in a trend, and reduces', () => {
    const scores = { trend: 40 };
    const market = exchange({}, scores).play(100, 99.5, 99.5);
    scores.trend = 90;
    market.play(99.5, 99.5);
    expect(quotes(market.seconds.at(-1)!)).toEqual([1, undefined, 100]);
    scores.trend = 75;
    market.play(99.5, 99.5);
    expect(quotes(market.seconds.at(-1)!)).toEqual([1, 99, 100]);
  });

  it('R25: quotes nothing without the trend score, unless it is told not to look', () => {
    expect(exchange({}, {}).play(100, 100).seconds.at(-1)).toMatchObject({ bidUsd: undefined, askUsd: undefined });
    expect(exchange({ maxTrend: 100 }, {}).play(100, 100).seconds.at(-1)).toMatchObject({ bidUsd: 99.5 });
  });

  describe('after a restart', () => {
    const restart = (sizeBase: number, entryPriceUsd: number, options: Partial<GridOptions> = {}): unknown => {
      const account = sizeBase === 0 ? accountState() : holding(sizeBase, [], { entryPriceUsd });
      const inputs: StrategyInput[] = [...openMarket(), bookAround(99.2), signalScores(ranging), account, beat];
      const stage = rehearsal(options).at(0, ...inputs);
      const { bid, ask } = stage.decisions[0] as { bid?: { priceUsd: number }; ask?: { priceUsd: number } };
      return [bid?.priceUsd, ask?.priceUsd];
    };

    it('finds level and anchor in the position', () => {
      // Bought at 99.5 and 99 on a grid around 100.
      expect(restart(2, 99.25)).toEqual([98.5, 99.5]);
    });

    it('finds the level of a fixed range whatever was paid', () => {
      const ranges = { 'BTC-USD': { lowerUsd: 98, upperUsd: 102 } };
      expect(restart(2, 123, { ranges })).toEqual([98.5, 99.5]);
    });

    it('starts at the mid without a position', () => {
      expect(restart(0, 0)).toEqual([98.7, 99.7]);
    });
  });

  it('R25: needs to remember nothing: the position alone gives the quotes of a range', () => {
    const ranges = { 'BTC-USD': { lowerUsd: 98, upperUsd: 102 } };
    const move = fc.constantFrom(-0.5, -0.25, 0, 0.25, 0.5);
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), (moves) => {
        let midUsd = 100;
        const mids = moves.map((change) => (midUsd = Math.max(98, Math.min(102, midUsd + change))));
        const market = exchange({ ranges }).play(100, ...mids, midUsd, midUsd);
        const last = market.seconds.at(-1)!;
        const restarted = new QuoteExchange(rehearsal({ ranges }), ranging, last.inventoryBase).play(midUsd, midUsd);
        const { bidUsd, askUsd } = restarted.seconds[0]!;
        // Prices at which a quote would cross the market are a matter of the moment.
        if (bidUsd !== undefined && bidUsd < midUsd) expect(last.bidUsd).toBe(bidUsd);
        if (askUsd !== undefined && askUsd > midUsd) expect(last.askUsd).toBe(askUsd);
      }),
      { numRuns: 30 },
    );
  });
});
