import { mapWithMarketState, score, unixMs, type ProcessedData, type ProcessedMarketData, type SignalScore } from '@perpstream/core'; // prettier-ignore
import { EMPTY, filter, map, type OperatorFunction } from 'rxjs';
import { bookUpdate } from '../builders/processed';
import { describeWarmUp } from './describe-warm-up';
import { warmUpAgrees, warmUpDependence } from './warm-up-dependence';

const STEP_MS = 1_000;

/** A hundred books, one a second, with a bid share that rises from 0.5 on. */
const events: readonly ProcessedMarketData[] = Array.from({ length: 100 }, (_, index) =>
  bookUpdate({ receivedMs: unixMs(STEP_MS * index), cause: index, bids: [[99, 1 + index / 10]] }),
);

/** The mean of the last `count` bid sizes; speaks once it has so many. It depends on exactly those. */
const windowMean =
  (count: number, speaksAt = count) =>
  (): OperatorFunction<ProcessedData, SignalScore> =>
  (source$) =>
    source$.pipe(
      filter((event): event is ProcessedMarketData => event.kind === 'book'),
      mapWithMarketState(
        () => [] as number[],
        (sizes, event) => {
          sizes.push(event.kind === 'book' ? event.top.bidSizeBase : 0);
          if (sizes.length > count) sizes.shift();
          if (sizes.length < speaksAt) return undefined;
          const { marketId, receivedMs, cause } = event;
          const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
          return { kind: 'score', signal: 'mean', marketId, receivedMs, cause, score: score(mean) };
        },
      ),
    );

describeWarmUp({ name: 'the mean of ten', create: windowMean(10), events, epsilon: 1e-9, warmUpMs: 9_000 });

describe('warmUpDependence', () => {
  it('says from when it no longer matters where the data began', () => {
    const rows = warmUpDependence({ create: windowMean(10), events, epsilon: 1e-9, startsMs: [20_000, 40_500] });
    expect(rows).toEqual([
      // Ten books from 20 s on are there at 29 s; the run over all events speaks before, so until 28 s the runs differ.
      { startMs: 20_000, speaksFromMs: 29_000, differsUntilMs: 28_000, agreesFromMs: 29_000, maxDifference: expect.closeTo(0, 9) as number }, // prettier-ignore
      { startMs: 41_000, speaksFromMs: 50_000, differsUntilMs: 49_000, agreesFromMs: 50_000, maxDifference: expect.closeTo(0, 9) as number }, // prettier-ignore
    ]);
  });

  it('measures the difference of values that came too early', () => {
    const [row] = warmUpDependence({ create: windowMean(10, 1), events, epsilon: 1e-9, startsMs: [50_000] });
    // At 50 s the mean of one size is 6, that of the ten sizes up to it 5.55.
    expect(row).toEqual({ startMs: 50_000, speaksFromMs: 50_000, differsUntilMs: 58_000, agreesFromMs: 59_000, maxDifference: expect.closeTo(0.45, 9) as number }); // prettier-ignore
    const [loose] = warmUpDependence({ create: windowMean(10, 1), events, epsilon: 0.21, startsMs: [50_000] });
    expect(loose).toMatchObject({ differsUntilMs: 54_000, agreesFromMs: 55_000 });
  });

  it('starts at six points of the first half by default', () => {
    const starts = warmUpDependence({ create: windowMean(3), events, epsilon: 0 }).map(({ startMs }) => startMs);
    expect(starts).toEqual([9_000, 17_000, 25_000, 33_000, 42_000, 50_000]);
  });

  it('shows an operator that never forgets where its data began', () => {
    const sinceStart: OperatorFunction<ProcessedData, SignalScore> = (source$) =>
      source$.pipe(windowMean(1_000, 1)(), map((said) => said)); // prettier-ignore
    const [row] = warmUpDependence({ create: () => sinceStart, events, epsilon: 0.1, startsMs: [30_000] });
    expect(row).toMatchObject({ differsUntilMs: 99_000, agreesFromMs: undefined });
  });

  it('has nothing to compare when nothing is said', () => {
    expect(warmUpDependence({ create: () => () => EMPTY, events, epsilon: 1, startsMs: [5_000] })).toEqual([
      {
        startMs: 5_000,
        speaksFromMs: undefined,
        differsUntilMs: undefined,
        agreesFromMs: undefined,
        maxDifference: NaN,
      },
    ]);
  });

  it('compares any number of any output, series by series', () => {
    const sizes: OperatorFunction<ProcessedMarketData, { readonly receivedMs: (typeof events)[0]['receivedMs']; readonly size: number; readonly book: number }> = // prettier-ignore
      map((event, book) => ({ receivedMs: event.receivedMs, size: book, book: book % 2 }));
    const subject = { create: () => sizes, events, epsilon: 0, startsMs: [10_000] };
    const value = ({ size }: { readonly size: number }): number => size;
    const [row] = warmUpDependence({ ...subject, value, series: ({ book }) => `${book}` });
    expect(row).toMatchObject({ maxDifference: 10, agreesFromMs: undefined });
  });

  it('refuses a start after the last event', () => {
    expect(() => warmUpDependence({ create: windowMean(3), events, epsilon: 0, startsMs: [100_000] })).toThrow(
      'startsMs must lie in the time of the events, was 100000',
    );
  });
});

describe('warmUpAgrees', () => {
  const subject = { create: windowMean(10), events, epsilon: 1e-9, startsMs: [20_000] };

  it('accepts the time the values take', () => {
    expect(() => warmUpAgrees(subject, 9_000)).not.toThrow();
  });

  it('accepts values that come a little later when there is slack', () => {
    expect(() => warmUpAgrees({ ...subject, slackMs: 1_500 }, 7_000)).not.toThrow();
    expect(() => warmUpAgrees({ ...subject, slackMs: 900 }, 7_000)).toThrow('values differ until 28000');
  });

  it.each<[string, () => void, string]>([
    ['a value in the warm-up', () => warmUpAgrees(subject, 9_500), 'a value came at 29000 already'],
    ['values that still differ', () => warmUpAgrees({ ...subject, create: windowMean(10, 5) }, 4_000), 'values differ until 28000 by more than 1e-9'], // prettier-ignore
    ['values that stay away', () => warmUpAgrees({ ...subject, create: windowMean(30) }, 9_000), 'values differ until 48000'], // prettier-ignore
    ['silence', () => warmUpAgrees({ ...subject, create: () => () => EMPTY }, 9_000), 'nothing is said'],
    ['events that are too few', () => warmUpAgrees(subject, 79_000), 'the events end in the warm-up of 79000 ms from 20000'], // prettier-ignore
  ])('rejects %s', (_, check, message) => {
    expect(check).toThrow(message);
  });
});
