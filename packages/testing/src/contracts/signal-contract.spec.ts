import {
  mapWithMarketState,
  score,
  unixMs,
  type ProcessedData,
  type ProcessedMarketData,
  type Score,
  type SignalEngine,
  type SignalScore,
} from '@perpstream/core';
import { concatMap, filter, from, map, scan, toArray } from 'rxjs';
import { bookUpdate } from '../builders/processed';
import { describeSignalContract } from './describe-signal-contract';
import { signalContract } from './signal-contract';
import type { SignalSubject } from './signal-subject';

type State = { firstMs: number | undefined; mean: number; hasScore: boolean };

const WARM_UP_MS = 2_000;

const isOfMarket = (event: ProcessedData): event is ProcessedMarketData => 'marketId' in event;

const answer = (event: ProcessedMarketData, value: number | undefined): SignalScore => ({
  kind: 'score',
  signal: 'share',
  marketId: event.marketId,
  receivedMs: event.receivedMs,
  cause: event.cause,
  score: value === undefined ? undefined : score(value),
});

const fresh = (): State => ({ firstMs: undefined, mean: 50, hasScore: false });

function step(state: State, event: ProcessedMarketData): SignalScore | undefined {
  if (event.kind === 'quality' && event.level === 'syncing') {
    const { hasScore } = state;
    Object.assign(state, fresh());
    return hasScore ? answer(event, undefined) : undefined;
  }
  if (event.kind !== 'book') return undefined;
  const { bidSizeBase, askSizeBase } = event.top;
  state.mean += ((100 * bidSizeBase) / (bidSizeBase + askSizeBase) - state.mean) / 2;
  state.firstMs ??= event.receivedMs;
  if (event.receivedMs - state.firstMs < WARM_UP_MS) return undefined;
  state.hasScore = true;
  return answer(event, state.mean);
}

/** An engine that keeps the contract: the share of the bids at the top of the book, smoothed. */
const share = (): SignalEngine => (source$) => source$.pipe(filter(isOfMarket), mapWithMarketState(fresh, step));

const mapScores = (change: (said: SignalScore) => SignalScore) => (): SignalEngine => (source$) =>
  source$.pipe(share(), map(change));

const withStep =
  (changed: (state: State, event: ProcessedMarketData) => SignalScore | undefined) => (): SignalEngine => (source$) =>
    source$.pipe(filter(isOfMarket), mapWithMarketState(fresh, changed));

const subject: SignalSubject = {
  name: 'share of the bids',
  create: share,
  warmUpMs: WARM_UP_MS,
  events: Array.from({ length: 20 }, (_, index) =>
    bookUpdate({ receivedMs: unixMs(1_000 + 250 * index), bids: [[99, 1 + (index % 3)]], asks: [[101, 2]] }),
  ),
  divergentEvent: bookUpdate({ bids: [[99, 50]] }),
};

/** The promises that an engine does not keep. */
function broken(create: () => SignalEngine): string[] {
  return signalContract.flatMap(({ promise, verify }) => {
    try {
      void verify({ ...subject, create });
      return [];
    } catch {
      return [promise];
    }
  });
}

describeSignalContract(subject);

describe('signalContract', () => {
  it('accepts an engine that keeps every promise', () => {
    expect(broken(share)).toEqual([]);
  });

  it('rejects scores above 100', () => {
    expect(broken(mapScores((said) => ({ ...said, score: said.score && ((said.score * 3) as Score) })))).toContain(
      'stays in 0-100, also with jumps, several events at one time and time that goes backwards',
    );
  });

  it('rejects scores that are not numbers when the market jumps', () => {
    const spoil = (said: SignalScore) => ({ ...said, score: (said.score ?? 0) > 80 ? (NaN as Score) : said.score });
    expect(broken(mapScores(spoil))).toContain(
      'stays in 0-100, also with jumps, several events at one time and time that goes backwards',
    );
  });

  it('rejects an engine that speaks before its warm-up', () => {
    const eager = withStep((state, event) => (event.kind === 'book' ? answer(event, 60) : step(state, event)));
    expect(broken(eager)).toContain('is silent before its warm-up and speaks after it');
  });

  it('rejects an engine that never speaks', () => {
    expect(broken(withStep(() => undefined))).toContain('is silent before its warm-up and speaks after it');
  });

  it('rejects two answers to one event', () => {
    const stutter = (): SignalEngine => (source$) =>
      source$.pipe(
        share(),
        concatMap((said) => [said, said]),
      );
    expect(broken(stutter)).toContain('answers an event at most once, with its market, time and cause');
  });

  it('rejects answers that name another time', () => {
    const late = mapScores((said) => ({ ...said, receivedMs: unixMs(said.receivedMs + 1) }));
    expect(broken(late)).toContain('answers an event at most once, with its market, time and cause');
  });

  it('rejects answers that wait for the end of the stream', () => {
    const waiting = (): SignalEngine => (source$) =>
      source$.pipe(
        share(),
        toArray(),
        concatMap((all) => from(all)),
      );
    expect(broken(waiting)).toContain('is silent before its warm-up and speaks after it');
  });

  it('rejects an engine that says the same of every market', () => {
    expect(broken(mapScores((said) => ({ ...said, score: said.score && score(50) })))).toEqual([
      'gives other scores when the market takes another course',
    ]);
  });

  it('rejects one state for all markets', () => {
    const shared = (): SignalEngine => (source$) =>
      source$.pipe(
        filter(isOfMarket),
        scan(({ state }, event) => ({ state, said: step(state, event) }), {
          state: fresh(),
          said: undefined as SignalScore | undefined,
        }),
        concatMap(({ said }) => (said === undefined ? [] : [said])),
      );
    expect(broken(shared)).toContain('does not let markets leak into each other');
  });

  it('rejects state that outlives a subscription', () => {
    const kept = (): SignalEngine => {
      const state = fresh();
      return (source$) =>
        source$.pipe(
          filter(isOfMarket),
          mapWithMarketState(() => state, step),
        );
    };
    expect(broken(kept)).toContain('has fresh state in each subscription');
  });

  it('rejects state in the module', () => {
    const state = fresh();
    const kept = (): SignalEngine => (source$) =>
      source$.pipe(
        filter(isOfMarket),
        mapWithMarketState(() => state, step),
      );
    expect(broken(kept)).toContain('has fresh state in each subscription');
  });

  it('rejects a score that stands through a gap', () => {
    const deaf = withStep((state, event) => (event.kind === 'quality' ? undefined : step(state, event)));
    expect(broken(deaf)).toEqual(['withdraws its score once after a gap, then warms up again']);
  });

  it('rejects state that survives a gap', () => {
    const keeping = withStep((state, event) => {
      const { mean } = state;
      const said = step(state, event);
      if (event.kind === 'quality') state.mean = mean;
      return said;
    });
    expect(broken(keeping)).toEqual(['withdraws its score once after a gap, then warms up again']);
  });

  it('rejects a withdrawal of what was never said', () => {
    const chatty = withStep(
      (state, event) => step(state, event) ?? (event.kind === 'quality' ? answer(event, undefined) : undefined),
    );
    expect(broken(chatty)).toContain('withdraws nothing before it has given a score');
  });

  it.each([
    ['stale', 'keeps its score when data go stale'],
    ['dirty', 'keeps its score when data are dirty'],
  ])('rejects a withdrawal for %s data', (level, promise) => {
    const nervous = withStep((state, event) =>
      event.kind === 'quality' && event.level === level ? answer(event, undefined) : step(state, event),
    );
    expect(broken(nervous)).toEqual([promise]);
  });

  it('rejects an engine that takes blocks for market data', () => {
    const hasty = (): SignalEngine => (source$) =>
      mapWithMarketState(fresh, (state, event: ProcessedMarketData) => {
        state.mean = 50;
        return step(
          state,
          event.kind === 'book' ? event : ({ ...event, kind: 'quality', level: 'syncing' } as ProcessedMarketData),
        );
      })(source$.pipe(map((event) => ({ marketId: subject.events[0]!.marketId, ...event }) as ProcessedMarketData)));
    expect(broken(hasty)).toEqual(expect.arrayContaining(['passes over blocks', 'passes over the skew of the clock']));
  });

  it.each([
    ['Date.now', () => Date.now()],
    ['new Date()', () => new Date().getTime()],
    ['Math.random', () => Math.random()],
    ['performance.now', () => performance.now()],
    ['process.hrtime', () => process.hrtime()[0]],
  ])('rejects the use of %s, even without effect on the score', (_, read) => {
    const ambient = withStep((state, event) => (read() >= 0 ? step(state, event) : undefined));
    expect(broken(ambient)).toEqual(['reads no ambient time and no random numbers']);
  });

  it('rejects scores with chance in them', () => {
    const random = mapScores((said) => ({ ...said, score: said.score && score(Math.random() * 100) }));
    expect(broken(random)).toContain('is deterministic under replay');
  });
});
