import type { Side } from '@perpstream/core';
import { SeededRandom } from '../random/seeded-random';
import { VenueState } from '../venue/venue-state';
import { BookNoiseFilter, type TimedBookNoise } from './book-noise';
import { DEFAULT_MARKETS } from './default-markets';
import { Simulation } from './simulation';

const NEVER: TimedBookNoise = {
  crossesPerMinute: 0,
  staleLevelsPerMinute: 0,
  swappedUpdatesPerMinute: 0,
  untilMs: Infinity,
};
/** So often that one is always waiting. */
const ALWAYS = 1e6;

type Shown = readonly [side: Side, subticks: number, quantums: number];

function filterOf(
  noise: Partial<TimedBookNoise>,
  best: Partial<Record<Side, number>> = {},
): { filter: BookNoiseFilter; shown: Shown[] } {
  const shown: Shown[] = [];
  const publish = (...level: Shown): void => void shown.push(level);
  const filter = new BookNoiseFilter({ ...NEVER, ...noise }, new SeededRandom(1), 0, (side) => best[side], publish);
  return { filter, shown };
}

describe('BookNoiseFilter', () => {
  it('lets everything through without noise', () => {
    const { filter, shown } = filterOf({});
    filter.changed('buy', 100, 5, 1_000);
    filter.changed('buy', 100, 0, 2_000);
    filter.release(10_000);
    expect(shown).toEqual([
      ['buy', 100, 5],
      ['buy', 100, 0],
    ]);
  });

  it('shows the other side before the deletion that it has run over, which follows within 3 seconds', () => {
    const { filter, shown } = filterOf({ crossesPerMinute: ALWAYS }, { sell: 102 });
    filter.changed('sell', 101, 0, 1_000);
    filter.changed('buy', 101, 5, 1_100);
    expect(shown).toEqual([['buy', 101, 5]]);
    filter.release(1_299);
    expect(shown).toHaveLength(1);
    filter.release(4_100);
    expect(shown[1]).toEqual(['sell', 101, 0]);
  });

  it('holds a deletion that nothing runs over for 3 seconds', () => {
    const { filter, shown } = filterOf({ crossesPerMinute: ALWAYS }, { sell: 102 });
    filter.changed('sell', 101, 0, 1_000);
    filter.changed('buy', 100, 5, 1_100);
    filter.release(3_999);
    expect(shown).toEqual([['buy', 100, 5]]);
    filter.release(4_000);
    expect(shown[1]).toEqual(['sell', 101, 0]);
  });

  it('deletes deeper levels in time, and forgets a deletion when the level is back', () => {
    const { filter, shown } = filterOf({ crossesPerMinute: ALWAYS }, { sell: 102 });
    filter.changed('sell', 103, 0, 1_000);
    filter.changed('sell', 101, 0, 1_000);
    filter.changed('sell', 101, 7, 1_500);
    filter.release(9_000);
    expect(shown).toEqual([
      ['sell', 103, 0],
      ['sell', 101, 7],
    ]);
  });

  it('never deletes a stale level', () => {
    const { filter, shown } = filterOf({ staleLevelsPerMinute: ALWAYS });
    filter.changed('buy', 100, 5, 1_000);
    filter.changed('buy', 100, 0, 2_000);
    filter.release(1e9);
    expect(shown).toEqual([['buy', 100, 5]]);
  });

  it('makes up for nothing: after an hour of silence one disturbance waits, not sixty', () => {
    const { filter, shown } = filterOf({ staleLevelsPerMinute: 1 });
    for (const subticks of [100, 99, 98]) filter.changed('buy', subticks, 0, 3_600_000);
    expect(shown).toHaveLength(2);
  });

  it('ends when it should; what was held back still comes', () => {
    const { filter, shown } = filterOf({
      staleLevelsPerMinute: ALWAYS,
      swappedUpdatesPerMinute: ALWAYS,
      untilMs: 2_000,
    });
    filter.changed('buy', 100, 5, 1_999);
    filter.changed('buy', 99, 0, 2_001);
    filter.changed('buy', 98, 3, 2_001);
    filter.release(3_000);
    expect(shown).toEqual([
      ['buy', 99, 0],
      ['buy', 98, 3],
      ['buy', 100, 5],
    ]);
  });

  it('swaps two updates of a level that come soon after each other, and no others', () => {
    const { filter, shown } = filterOf({ swappedUpdatesPerMinute: ALWAYS });
    filter.changed('buy', 100, 5, 1_000);
    filter.changed('buy', 99, 1, 1_050);
    filter.changed('buy', 100, 8, 1_100);
    expect(shown).toEqual([
      ['buy', 99, 1],
      ['buy', 100, 8],
      ['buy', 100, 5],
    ]);
    filter.changed('sell', 110, 4, 2_000);
    filter.release(2_300);
    expect(shown.at(-1)).toEqual(['sell', 110, 4]);
  });
});

type Streamed = {
  readonly crossed: number;
  readonly longestCrossMs: number;
  readonly differing: number;
};

/** Follows a stream as a naive client does, and compares it with the truth at the end. */
function follow(bookNoise: TimedBookNoise, minutes: number): Streamed {
  const state = new VenueState();
  const startMs = Date.parse('2026-03-01T00:00:00.000Z');
  const [market] = DEFAULT_MARKETS;
  const simulation = new Simulation({ seed: 2, markets: [market!], blockMs: 1_000, startMs, state, bookNoise });
  const bids = new Map<number, string>();
  const asks = new Map<number, string>();
  let [crossed, crossedSinceMs, longestCrossMs] = [0, Infinity, 0];
  for (let ms = 100; ms <= minutes * 60_000; ms += 100) {
    simulation.advance(startMs + ms, (update) => {
      if (update.channel !== 'v4_orderbook') return;
      for (const [side, levels] of [
        [bids, update.contents.bids ?? []],
        [asks, update.contents.asks ?? []],
      ] as const) {
        for (const [price, size] of levels) {
          if (size === '0') side.delete(Number(price));
          else side.set(Number(price), size);
        }
      }
    });
    const isCrossed = Math.max(...bids.keys()) >= Math.min(...asks.keys());
    if (isCrossed && crossedSinceMs === Infinity) [crossed, crossedSinceMs] = [crossed + 1, ms];
    if (isCrossed) longestCrossMs = Math.max(longestCrossMs, ms - crossedSinceMs);
    else crossedSinceMs = Infinity;
    const truth = state.book(market!.ticker);
    if (truth.bids.length > 0 && truth.asks.length > 0) {
      expect(Number(truth.bids[0]!.price)).toBeLessThan(Number(truth.asks[0]!.price));
    }
  }
  const truth = state.fullBook(market!.ticker);
  const differences = (shown: Map<number, string>, levels: readonly { price: string; size: string }[]): number => {
    const sizes = new Map(levels.map(({ price, size }) => [Number(price), size]));
    return [...new Set([...shown.keys(), ...sizes.keys()])].filter((price) => shown.get(price) !== sizes.get(price))
      .length;
  };
  return {
    crossed,
    longestCrossMs,
    differing: differences(bids, truth.bids) + differences(asks, truth.asks),
  };
}

describe('the stream of a simulated book', () => {
  it('is the truth without noise', () => {
    expect(follow(NEVER, 2)).toMatchObject({ crossed: 0, differing: 0 });
  });

  it('is crossed now and then, never for long', () => {
    const { crossed, longestCrossMs } = follow({ ...NEVER, crossesPerMinute: 6 }, 5);
    expect(crossed).toBeGreaterThan(10);
    expect(longestCrossMs).toBeLessThanOrEqual(6_000);
  });

  it('keeps levels that the truth no longer has', () => {
    expect(follow({ ...NEVER, staleLevelsPerMinute: 6 }, 5).differing).toBeGreaterThan(3);
  });

  it('is wrong in some levels after swapped updates', () => {
    expect(follow({ ...NEVER, swappedUpdatesPerMinute: 60 }, 3).differing).toBeGreaterThan(0);
  });
});
