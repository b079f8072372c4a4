import {
  debounceByMarket,
  mapWithMarketState,
  midPriceUsd,
  unixMs,
  type BarClosed,
  type BookUpdate,
  type EventScheduler,
  type ProcessedMarketData,
  type UnixMs,
} from '@perpstream/core';
import { bufferCount, concatMap, delay, EMPTY, filter, map, pairwise, toArray, type OperatorFunction } from 'rxjs';
import { marketHistory } from '../builders/market-history';
import { barClosed, bookUpdate } from '../builders/processed';
import { describeNoLookahead } from './describe-no-lookahead';
import type { LookaheadSubject } from './lookahead-subject';
import { lookaheadContract, noLookahead } from './no-lookahead';

type Value = { readonly receivedMs: UnixMs; readonly value: number };
type Subject = LookaheadSubject<ProcessedMarketData, Value | BarClosed>;

const events = marketHistory({ seed: 4, durationMs: 30_000, bookMs: 500, barMs: 5_000 });

const isBook = (event: ProcessedMarketData): event is BookUpdate => event.kind === 'book';
const isBar = (event: ProcessedMarketData): event is BarClosed => event.kind === 'bar';
const valueOf = ({ receivedMs, top }: BookUpdate): Value => ({ receivedMs, value: midPriceUsd(top) });
const mids = (all: readonly ProcessedMarketData[]): number[] => all.filter(isBook).map(({ top }) => midPriceUsd(top));

/** The mean price so far: what an honest operator knows. */
const meanSoFar = (): OperatorFunction<ProcessedMarketData, Value> => (source$) =>
  source$.pipe(
    filter(isBook),
    mapWithMarketState(
      () => ({ sum: 0, count: 0 }),
      (state, book) => ({ ...valueOf(book), value: (state.sum += valueOf(book).value) / (state.count += 1) }),
    ),
  );

const SAME = 'says the same up to a moment when ';
const FUTURES = ['nothing', 'the same in another order', 'the mirror image', 'something without sense'].map(
  (name) => `${SAME}${name} comes after it`,
);
const BARS = 'sees and gives bars only when they are over';
const SPEAKS = 'speaks while the events come';

/** The promises that an operator does not keep. */
function broken(create: Subject['create'], rest: Partial<Subject> = {}): string[] {
  const subject: Subject = { name: 'tried', create, events, ...rest };
  return lookaheadContract(subject).flatMap(({ promise, verify }) => {
    try {
      void verify(subject);
      return [];
    } catch {
      return [promise];
    }
  });
}

describeNoLookahead({ name: 'the mean so far', create: meanSoFar, events });
describeNoLookahead({
  name: 'a book once the market is quiet',
  create: (scheduler) => (source$) => source$.pipe(filter(isBook), map(valueOf), map((value, index) => ({ ...value, marketId: events[0]!.marketId, index })), debounceByMarket(400, scheduler)), // prettier-ignore
  events,
  judgedBy: 'emitted',
});

describe('noLookahead', () => {
  it('accepts an operator that uses what was there', () => {
    expect(() => noLookahead({ name: 'mean', create: meanSoFar, events })).not.toThrow();
  });

  it('accepts an operator that waits on its scheduler, judged by the moment it speaks', () => {
    const waiting = (scheduler: EventScheduler) => (source$: ReturnType<ReturnType<typeof meanSoFar>>) =>
      source$.pipe(delay(700, scheduler));
    const create = (scheduler: EventScheduler): OperatorFunction<ProcessedMarketData, Value> => {
      const hold = waiting(scheduler);
      return (source$) => source$.pipe(meanSoFar(), hold);
    };
    expect(broken(create, { judgedBy: 'emitted' })).toEqual([]);
  });

  it('rejects a value that waits for the next one and states the time of the first', () => {
    const peeking: Subject['create'] = () => (source$) =>
      source$.pipe(
        filter(isBook),
        pairwise(),
        map(([first, next]) => ({ ...valueOf(next), receivedMs: first.receivedMs })),
      );
    expect(broken(peeking)).toEqual(FUTURES);
  });

  it('rejects groups of events that state the time of their first one', () => {
    const grouped: Subject['create'] = () => (source$) =>
      source$.pipe(
        filter(isBook),
        bufferCount(4),
        map((books) => ({ receivedMs: books[0]!.receivedMs, value: Math.max(...mids(books)) })),
      );
    // Whether a group is full before the end depends on the draw of the cuts: what matters is that it is found.
    expect(broken(grouped)).toEqual(expect.arrayContaining(FUTURES.slice(1)));
  });

  it('rejects a series that is put in proportion to all of itself', () => {
    const normalised: Subject['create'] = () => (source$) =>
      source$.pipe(
        filter(isBook),
        toArray(),
        concatMap((books) => {
          const most = Math.max(...mids(books));
          return books.map((book) => ({ ...valueOf(book), value: valueOf(book).value / most }));
        }),
      );
    const promises = broken(normalised);
    expect(promises).toEqual(expect.arrayContaining(FUTURES.slice(3)));
    // All comes at the end, so nothing was said before the first event after any cut.
    expect(promises).toContain(SPEAKS);
  });

  it('rejects a norm taken from an array that outlives the run', () => {
    const seen: number[] = [];
    const shared: Subject['create'] = () => (source$) =>
      source$.pipe(
        filter(isBook),
        map((book) => {
          const { receivedMs, value } = valueOf(book);
          seen.push(value);
          return { receivedMs, value: value / Math.max(...seen) };
        }),
      );
    expect(broken(shared)).toEqual(expect.arrayContaining([expect.stringContaining(SAME)]));
  });

  it('rejects a norm taken from the data set the operator is made over', () => {
    const vectorised: Subject['create'] = (_, all) => {
      const most = Math.max(...mids(all));
      return (source$) => source$.pipe(filter(isBook), map((book) => ({ ...valueOf(book), value: valueOf(book).value / most }))); // prettier-ignore
    };
    expect(broken(vectorised)).toEqual(expect.arrayContaining(FUTURES.slice(3)));
  });

  it('rejects what a timer reads out of the data to come', () => {
    const early: Subject['create'] = (scheduler, all) => (source$) =>
      source$.pipe(
        filter(isBook),
        delay(300, scheduler),
        map(({ receivedMs }) => ({ receivedMs: scheduler.now(), value: mids(all.filter((event) => event.receivedMs > receivedMs))[0] ?? 0 })), // prettier-ignore
      );
    expect(broken(early, { judgedBy: 'emitted' })).toEqual(expect.arrayContaining(FUTURES.slice(2)));
    expect(broken(early)).toEqual(expect.arrayContaining(FUTURES.slice(2)));
  });

  it('rejects a bar that is given with its close before its end', () => {
    const atItsStart: Subject['create'] = () => (source$) =>
      source$.pipe(
        filter(isBar),
        map((event) => ({ ...event, receivedMs: event.bar.startMs })),
      );
    expect(broken(atItsStart)).toContain(BARS);
    expect(broken(atItsStart)).toEqual(expect.arrayContaining([expect.stringContaining(SAME)]));
  });

  it('rejects events with a bar that is not over yet', () => {
    const early = events.map((event) => (isBar(event) ? { ...event, receivedMs: event.bar.startMs } : event));
    const sorted = early.sort((a, b) => a.receivedMs - b.receivedMs);
    expect(broken(meanSoFar, { events: sorted })).toEqual([BARS]);
  });

  it('allows for a clock of the exchange that runs ahead', () => {
    const ahead = (skewMs: number): ProcessedMarketData[] =>
      [0, 60_000, 120_000, 180_000].flatMap((ms) => [
        bookUpdate({ receivedMs: unixMs(ms) }),
        barClosed({ receivedMs: unixMs(ms), bar: { ...barClosed().bar, endMs: unixMs(ms + skewMs) } }),
      ]);
    expect(broken(meanSoFar, { events: ahead(1_270), skewMs: 1_300 })).toEqual([]);
    expect(broken(meanSoFar, { events: ahead(1_270) })).toEqual([BARS]);
  });

  it.each<[string, Subject['create']]>([
    ['never speaks', () => () => EMPTY],
    ['speaks at the last event alone', (_, all) => (source$) => source$.pipe(meanSoFar(), filter(({ receivedMs }) => receivedMs === all.at(-1)!.receivedMs))], // prettier-ignore
  ])('rejects an operator that %s: nothing would be checked', (_, create) => {
    expect(broken(create)).toContain(SPEAKS);
  });

  it('tries futures of the caller', () => {
    const afterMs: number[] = [];
    const future = {
      name: 'another market',
      after: (head: readonly ProcessedMarketData[], tail: readonly ProcessedMarketData[]) => {
        afterMs.push(head.at(-1)!.receivedMs);
        return marketHistory({ seed: 9, durationMs: 30_000 }).filter(({ receivedMs }) => receivedMs >= tail[0]!.receivedMs); // prettier-ignore
      },
    };
    noLookahead({ name: 'mean', create: meanSoFar, events, futures: [future], cuts: 5 });
    expect(afterMs).toHaveLength(5);
    expect(new Set(afterMs).size).toBeGreaterThan(2);
  });

  it('refuses a future that begins before the cut', () => {
    const future = { name: 'the past', after: (head: readonly ProcessedMarketData[]) => head };
    expect(() => noLookahead({ name: 'mean', create: meanSoFar, events, futures: [future] })).toThrow(
      '"the past" begins before the cut',
    );
  });

  it('draws other cuts with another seed, and the same with the same', () => {
    const cutsWith = (seed: number): number[] => {
      const cuts: number[] = [];
      const after = (head: readonly ProcessedMarketData[]): readonly ProcessedMarketData[] => {
        cuts.push(head.length);
        return [];
      };
      noLookahead({ name: 'mean', create: meanSoFar, events, seed, futures: [{ name: 'silence', after }] });
      return cuts;
    };
    expect(cutsWith(1)).toEqual(cutsWith(1));
    expect(cutsWith(1)).not.toEqual(cutsWith(2));
  });

  it('says when, and what came after it', () => {
    const peeking: Subject['create'] = (_, all) => (source$) =>
      source$.pipe(
        filter(isBook),
        map((book) => ({ ...valueOf(book), value: mids(all).at(-1)! })),
      );
    expect(() => noLookahead({ name: 'peeking', create: peeking, events })).toThrow(
      /^lookahead: what was said up to \d+ is another when nothing comes after it/,
    );
  });
});
