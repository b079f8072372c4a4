import { array, assert, boolean, double, oneof, constant, property, record } from 'fast-check';
import { leg } from '../../fixtures/sized-ideas';
import { rebalance, type Claim } from './rebalance';

const bands = { band: 0.2, minTradeUsd: 10 };
const bounds = { budgetUsd: 3_000, maxPositionUsd: 1_500 };

const claim = (heldUsd: number, wantedUsd: number, given: Partial<Claim> = {}, ticker = 'A'): Claim => ({
  key: ticker,
  legs: [leg(ticker)],
  heldUsd,
  wanted: { grossUsd: wantedUsd, caps: [] },
  mayGrow: true,
  mayChange: true,
  ...given,
});
const sizes = (claims: readonly Claim[], options = bands): number[] =>
  rebalance(claims, options, bounds).map(({ grossUsd }) => grossUsd);

describe('rebalance', () => {
  it.each<[string, Claim, number]>([
    ['gives a new idea what it ought to have', claim(0, 1_000), 1_000],
    ['gives a new idea even a small size', claim(0, 5), 5],
    ['keeps a size within the band above', claim(1_000, 1_199), 1_000],
    ['keeps a size within the band below', claim(1_000, 801), 1_000],
    ['grows at the bound', claim(1_000, 1_200), 1_200],
    ['shrinks at the bound', claim(1_000, 800), 800],
    ['keeps a size that would change by less than a trade', claim(20, 29), 20],
    ['changes a small size by a whole trade', claim(20, 30), 30],
    ['does not grow where it may not', claim(1_000, 1_400, { mayGrow: false }), 1_000],
    ['does not enter where it may not', claim(0, 1_000, { mayGrow: false }), 0],
    ['shrinks where it may not grow', claim(1_000, 100, { mayGrow: false }), 100],
    ['changes nothing where it may not', claim(1_000, 100, { mayChange: false }), 1_000],
    ['shrinks to nothing', claim(1_000, 0), 0],
  ])('%s', (_name, one, expected) => {
    expect(sizes([one])).toEqual([expected]);
  });

  it('changes every bit without a band', () => {
    expect(sizes([claim(1_000, 1_000.5)], { band: 0, minTradeUsd: 0 })).toEqual([1_000.5]);
  });

  it('gives new ideas what those that keep their size leave', () => {
    // The first one ought to have 900, which is within its band: it keeps 1,000.
    expect(sizes([claim(1_000, 900), claim(1_000, 1_000, {}, 'B'), claim(0, 1_100, {}, 'C')])).toEqual([
      1_000, 1_000, 1_000,
    ]);
  });

  it('gives new ideas what shrinking sets free, at once', () => {
    expect(sizes([claim(1_500, 500), claim(1_500, 1_500, {}, 'B'), claim(0, 1_000, {}, 'C')])).toEqual([
      500, 1_500, 1_000,
    ]);
  });

  it('does not make growth that the budget leaves too small for a trade', () => {
    expect(sizes([claim(1_450, 1_500, {}, 'B'), claim(1_000, 1_400), claim(450, 450, {}, 'C')])).toEqual([
      1_450, 1_000, 450,
    ]);
  });

  it('tells the bounds that counted', () => {
    const [, second] = rebalance([claim(1_500, 1_500), claim(0, 2_000, {}, 'B')], bands, bounds);
    expect(second).toEqual({
      grossUsd: 1_500,
      caps: [{ name: 'max-position-usd', value: 2_000, bound: 1_500 }],
    });
  });

  describe('whatever the claims', () => {
    const tickers = ['A', 'B', 'C', 'D'];
    const usd = oneof(constant(0), double({ min: 0, max: 1_500, noNaN: true }));
    const anyClaims = array(record({ held: usd, wanted: usd, mayGrow: boolean(), mayChange: boolean() }), {
      maxLength: 4,
    }).map((list) => {
      const total = list.reduce((sum, { held }) => sum + held, 0);
      const fitting = Math.min(1, bounds.budgetUsd / Math.max(total, 1));
      return list.map(({ held, wanted, mayGrow, mayChange }, index) =>
        claim(held * fitting, wanted, { mayGrow, mayChange }, tickers[index]),
      );
    });

    it('stays within the budget', () => {
      assert(
        property(anyClaims, (claims) => {
          const total = sizes(claims).reduce((sum, size) => sum + size, 0);
          expect(total).toBeLessThanOrEqual(bounds.budgetUsd * (1 + 1e-9));
        }),
      );
    });

    it('changes a held size by a trade outside the band, or not at all', () => {
      assert(
        property(anyClaims, (claims) =>
          sizes(claims).forEach((size, index) => {
            const { heldUsd } = claims[index]!;
            const change = Math.abs(size - heldUsd);
            const isTrade = change >= bands.minTradeUsd * (1 - 1e-9) && change >= bands.band * heldUsd * (1 - 1e-9);
            expect(heldUsd === 0 || change < 1e-6 || isTrade).toBe(true);
          }),
        ),
      );
    });

    it('rests: what it decided is not changed again', () => {
      assert(
        property(anyClaims, (claims) => {
          const once = sizes(claims);
          const again = sizes(
            claims.map((one, index) => ({
              ...one,
              heldUsd: once[index]!,
              wanted: { grossUsd: once[index]!, caps: [] },
            })),
          );
          again.forEach((size, index) => expect(size).toBeCloseTo(once[index]!, 6));
        }),
      );
    });
  });
});
