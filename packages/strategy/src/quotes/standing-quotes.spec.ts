import fc from 'fast-check';
import type { Quote, QuoteSides } from './quote-model';
import { StandingQuotes } from './standing-quotes';

const bounds = { repriceBps: 10, resizeFraction: 0.25 };
const quote = (priceUsd: number, sizeBase = 1): Quote => ({ priceUsd, sizeBase });
const both: QuoteSides = { bid: quote(99), ask: quote(101) };
const anywhere = (): boolean => true;

function standing(sides: QuoteSides = both): StandingQuotes {
  const quotes = new StandingQuotes();
  quotes.decide(sides, 0);
  return quotes;
}

describe('StandingQuotes', () => {
  it.each([
    ['nothing when both are the same', both, undefined],
    ['nothing within the bounds', { bid: quote(99.05, 0.8), ask: quote(101.05, 1.3) }, undefined],
    ['both when both moved', { bid: quote(98), ask: quote(100) }, { bid: quote(98), ask: quote(100) }],
    [
      'the side that moved, and the other as it stands',
      { bid: quote(98), ask: quote(101.05) },
      { bid: quote(98), ask: quote(101) },
    ],
    ['a side that grew', { bid: quote(99, 1.5), ask: quote(101) }, { bid: quote(99, 1.5), ask: quote(101) }],
    ['a side that shrank', { bid: quote(99, 0.7), ask: quote(101) }, { bid: quote(99, 0.7), ask: quote(101) }],
    ['a side that went', { ask: quote(101.05) }, { ask: quote(101) }],
    ['that both went', {}, {}],
  ] as [string, QuoteSides, QuoteSides | undefined][])('changes %s', (_, next, expected) => {
    expect(standing().change(next, bounds, anywhere)).toEqual(expected);
  });

  it('changes a side that came', () => {
    expect(standing({ bid: quote(99) }).change(both, bounds, anywhere)).toEqual(both);
  });

  it('moves a quote that no longer fits, however little it should move', () => {
    const next = { bid: quote(98.99), ask: quote(101) };
    expect(standing().change(next, bounds, (side) => side === 'ask')).toEqual(next);
  });

  it('moves both when keeping one would cross the other', () => {
    const tight = standing({ bid: quote(100), ask: quote(100.02) });
    const next = { bid: quote(99.96), ask: quote(99.99, 2) };
    expect(tight.change(next, bounds, anywhere)).toEqual(next);
  });

  it('counts what was filled as gone', () => {
    const quotes = standing();
    quotes.fill(0.4);
    expect(quotes.sides).toEqual({ bid: quote(99, 0.6), ask: quote(101) });
    quotes.fill(-1);
    expect(quotes.sides).toEqual({ bid: quote(99, 0.6) });
    quotes.fill(0.6);
    expect(quotes.sides).toEqual({});
  });

  it('keeps the rest of a size on its grid', () => {
    const quotes = standing({ bid: quote(99, 0.3) });
    quotes.fill(0.1);
    expect(quotes.sides.bid?.sizeBase).toBe(0.2);
    quotes.fill(0.2);
    expect(quotes.sides).toEqual({});
  });

  it('takes no change of the position for a fill of a side that is not quoted', () => {
    const quotes = standing({ ask: quote(101) });
    quotes.fill(5);
    expect(quotes.sides).toEqual({ ask: quote(101) });
  });

  it('leaves a quote that was filled a little as it is, and fills up one that was filled more', () => {
    const quotes = standing();
    quotes.fill(0.2);
    expect(quotes.change(both, bounds, anywhere)).toBeUndefined();
    quotes.fill(0.2);
    expect(quotes.change({ bid: quote(99, 1.1), ask: quote(101) }, bounds, anywhere)).toEqual({
      bid: quote(99, 1.1),
      ask: quote(101),
    });
  });

  it('tells the end of a filled quote before it makes the same again', () => {
    const quotes = standing();
    quotes.fill(1);
    const first = quotes.change(both, bounds, anywhere)!;
    expect(first).toEqual({ ask: quote(101) });
    quotes.decide(first, 1);
    expect(quotes.change(both, bounds, anywhere)).toEqual(both);
  });

  it('tells of nothing more when all was filled and nothing is wanted', () => {
    const quotes = standing();
    quotes.fill(1);
    quotes.fill(-1);
    const withdrawal = quotes.change({}, bounds, anywhere)!;
    expect(withdrawal).toEqual({});
    quotes.decide(withdrawal, 1);
    expect(quotes.isWithdrawn).toBe(true);
    expect(quotes.change({}, bounds, anywhere)).toBeUndefined();
  });

  it('counts a side as gone that the account does not show for too long', () => {
    const quotes = standing();
    quotes.show('bid', true, 1_000);
    quotes.dropMissing(14_999, 15_000);
    expect(quotes.sides).toEqual(both);
    quotes.dropMissing(15_000, 15_000);
    expect(quotes.sides).toEqual({ bid: quote(99) });
  });

  it('counts from when an order was seen last, and from when it was decided anew', () => {
    const quotes = standing({ bid: quote(99) });
    quotes.show('bid', true, 1_000);
    quotes.show('bid', false, 20_000);
    quotes.show('bid', false, 30_000);
    quotes.dropMissing(34_999, 15_000);
    expect(quotes.sides).toEqual({ bid: quote(99) });
    quotes.decide({ bid: quote(98) }, 34_999);
    quotes.dropMissing(49_998, 15_000);
    expect(quotes.sides).toEqual({ bid: quote(98) });
    quotes.dropMissing(49_999, 15_000);
    expect(quotes.sides).toEqual({});
  });

  it('gives a kept side no new patience', () => {
    const quotes = standing();
    quotes.decide({ bid: quote(99), ask: quote(102) }, 10_000);
    quotes.dropMissing(15_000, 15_000);
    expect(quotes.sides).toEqual({ ask: quote(102) });
  });

  it('never decides the same twice in a row, and ends with what is wanted', () => {
    const side = fc.option(
      fc.record({ priceUsd: fc.integer({ min: 1, max: 5 }), sizeBase: fc.integer({ min: 1, max: 3 }) }),
      { nil: undefined },
    );
    const wish = fc.record({ bid: side, ask: side }).map(({ bid, ask }): QuoteSides => ({
      ...(bid && { bid }),
      ...(ask && { ask: { ...ask, priceUsd: ask.priceUsd + 5 } }),
    }));
    const event = fc.oneof(fc.integer({ min: -3, max: 3 }), wish);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), wish, (events, last) => {
        const quotes = new StandingQuotes();
        let decided: QuoteSides = {};
        const ask = (next: QuoteSides): void => {
          const change = quotes.change(next, { repriceBps: 0, resizeFraction: 0 }, anywhere);
          if (change === undefined) return;
          expect(change).not.toEqual(decided);
          quotes.decide(change, 0);
          decided = change;
        };
        for (const each of events)
          if (typeof each === 'number') quotes.fill(each);
          else ask(each);
        ask(last);
        ask(last);
        expect(quotes.sides).toEqual(last);
      }),
    );
  });
});
