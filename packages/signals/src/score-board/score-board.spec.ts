import {
  marketId,
  score,
  unixMs,
  type ProcessedData,
  type SignalEngine,
  type SignalScore,
  type SignalScores,
} from '@perpstream/core';
import { block, bookUpdate, BTC, dataQuality, ETH, marketWalk, replayEvents, tradeFlow } from '@perpstream/testing';
import { concatMap, delay, EMPTY, filter, map, Observable, take, throwError } from 'rxjs';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import { bookImbalance } from '../book-imbalance/book-imbalance';
import { signalEngine } from '../engine/signal-engine';
import { momentum } from '../momentum/momentum';
import { volatility } from '../volatility/volatility';
import { volume } from '../volume/volume';
import { scoreBoard } from './score-board';

function inVirtualTime(run: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run);
}

/** Scores the size of the best bid. */
const bid = (name = 'bid'): SignalEngine =>
  signalEngine(name, () => ({ update: (event) => (event.kind === 'book' ? event.top.bidSizeBase : undefined) }));

/** Scores the number of trades. */
const trades = (): SignalEngine =>
  signalEngine('trades', () => ({ update: (event) => (event.kind === 'flow' ? event.trades : undefined) }));

const inputs: Record<string, ProcessedData> = {
  b: bookUpdate({ bids: [[99, 10]] }),
  B: bookUpdate({ bids: [[99, 20]] }),
  e: bookUpdate({ marketId: ETH, bids: [[99, 30]] }),
  f: tradeFlow({ trades: 5 }),
  g: dataQuality({ level: 'syncing' }),
  x: block(),
};

const vector = (scores: Record<string, number>, market = BTC): SignalScores => ({
  kind: 'scores',
  marketId: market,
  receivedMs: unixMs(0),
  cause: 0,
  scores: scores as SignalScores['scores'],
});

const outputs: Record<string, SignalScores> = {
  b: vector({ bid: 10 }),
  B: vector({ bid: 20 }),
  e: vector({ bid: 30 }, ETH),
  f: vector({ bid: 10, trades: 5 }),
  F: vector({ bid: 20, trades: 5 }),
  0: vector({}),
};

describe('scoreBoard', () => {
  it.each([
    ['nothing', '                             |', '         |'],
    ['silence', '                             -', '         -'],
    ['one event', '                           -b-|', '      -b-|'],
    ['two markets', '                         -b-e-B-|', '  -b-e-B-|'],
    ['scores that this event did not touch', '-b-f-B-|', '  -b-f-F-|'],
    ['a gap', '                               -b-f-g-b-|', '-b-f-0-b-|'],
    ['two gaps', '                            -b-g-g-|', '  -b-0---|'],
    ['a gap before any score', '              -g-b-|', '    ---b-|'],
    ['blocks', '                              -b-x-|', '    -b---|'],
    ['an error', '                            -b-#', '      -b-#'],
  ])('handles a source with %s', (_, source, expected) => {
    inVirtualTime(({ hot, expectObservable }) => {
      expectObservable(hot(source.trim(), inputs).pipe(scoreBoard([bid(), trades()]))).toBe(expected.trim(), outputs);
    });
  });

  it('subscribes to the source once, and unsubscribes when its reader does', () => {
    inVirtualTime(({ hot, expectObservable, expectSubscriptions }) => {
      const events$ = hot(' -b-B-b-', inputs);
      const subs = '        ^---!   ';
      const expected = '    -b-B----';
      expectObservable(
        events$.pipe(scoreBoard([bid(), trades(), bid('again')])).pipe(map(({ scores }) => scores['bid'])),
        subs,
      ).toBe(expected, { b: 10, B: 20 });
      expectSubscriptions(events$.subscriptions).toBe(subs);
    });
  });

  it('gives one vector per event, with every engine up to date', () => {
    const twice = scoreBoard([bid('first'), bid('second'), bid('third')]);
    const events = marketWalk({ books: 20, booksPerFlow: 100 });
    const { outputs: vectors } = replayEvents(events, () => twice);
    expect(vectors).toHaveLength(20);
    for (const { scores } of vectors) {
      expect(scores['first']).toBeDefined();
      expect(scores).toEqual({ first: scores['first'], second: scores['first'], third: scores['first'] });
    }
  });

  it('carries time and cause of the event', () => {
    const event = { marketId: ETH, receivedMs: unixMs(70), cause: 9 };
    const { outputs: vectors } = replayEvents([bookUpdate({ ...event, bids: [[99, 4]] })], () => scoreBoard([bid()]));
    expect(vectors).toEqual([{ ...event, kind: 'scores', scores: { bid: 4 } }]);
  });

  it('keeps a vector as it was sent when later scores come', () => {
    const { outputs: vectors } = replayEvents([inputs['b']!, inputs['B']!], () => scoreBoard([bid()]));
    expect(vectors.map(({ scores }) => scores)).toEqual([{ bid: 10 }, { bid: 20 }]);
  });

  it('drops a single score that was withdrawn and keeps the others', () => {
    const shy = (): SignalEngine => (source$) =>
      source$.pipe(bid('shy'), map((said) => ({ ...said, score: said.score === 20 ? undefined : said.score }))); // prettier-ignore
    const { outputs: vectors } = replayEvents([inputs['b']!, inputs['B']!, inputs['b']!], () =>
      scoreBoard([bid(), shy()]),
    );
    expect(vectors.map(({ scores }) => scores)).toEqual([{ bid: 10, shy: 10 }, { bid: 20 }, { bid: 10, shy: 10 }]);
  });

  it('says nothing of a withdrawal of what was not there', () => {
    const absent = (): SignalEngine => (source$) => source$.pipe(bid('absent'), map((said) => ({ ...said, score: undefined }))); // prettier-ignore
    expect(replayEvents([inputs['b']!, inputs['B']!], () => scoreBoard([absent()])).outputs).toEqual([]);
  });

  it('gives one vector for each market that one event touched', () => {
    const both = (): SignalEngine => (source$) =>
      source$.pipe(bid('both'), concatMap((said) => [said, { ...said, marketId: ETH }, said])); // prettier-ignore
    const { outputs: vectors } = replayEvents([inputs['b']!], () => scoreBoard([both()]));
    expect(vectors.map((touched) => touched.marketId)).toEqual([BTC, ETH]);
  });

  it('sends what an engine says late with the next event, or on completion', () => {
    const events = [0, 100, 200].map((ms) => bookUpdate({ receivedMs: unixMs(ms), bids: [[99, ms + 1]] }));
    const { outputs: vectors, emittedMs } = replayEvents(
      events,
      (scheduler) => scoreBoard([(source$) => source$.pipe(bid('late'), delay(50, scheduler))]),
      { untilMs: unixMs(500), completes: true },
    );
    expect(vectors.map(({ scores }) => scores['late'])).toEqual([1, 100, 100]);
    expect(emittedMs).toEqual([100, 200, 500]);
  });

  it('passes completion to its engines, so that those that wait for it can speak', () => {
    const last = (): SignalEngine => (source$) =>
      new Observable((subscriber) => {
        let latest: SignalScore | undefined;
        return source$.pipe(bid('last')).subscribe({
          next: (said) => (latest = said),
          complete: () => {
            if (latest !== undefined) subscriber.next(latest);
            subscriber.complete();
          },
        });
      });
    const { outputs: vectors } = replayEvents([inputs['b']!, inputs['B']!], () => scoreBoard([last()]), {
      completes: true,
    });
    expect(vectors.map(({ scores }) => scores)).toEqual([{ last: 20 }]);
  });

  it('goes on when one engine has ended', () => {
    const ended = (): SignalEngine => (source$) => source$.pipe(bid('ended'), take(1));
    const { outputs: vectors } = replayEvents([inputs['b']!, inputs['B']!], () =>
      scoreBoard([ended(), () => EMPTY, bid()]),
    );
    expect(vectors.map(({ scores }) => scores)).toEqual([{ ended: 10, bid: 10 }, { ended: 10, bid: 20 }]); // prettier-ignore
  });

  it('fails when an engine fails', () => {
    const failing: SignalEngine = () => throwError(() => new Error('broken engine'));
    expect(() => replayEvents([inputs['b']!], () => scoreBoard([bid(), failing]))).toThrow('broken engine');
  });

  it('leaves no engine subscribed after an unsubscription', () => {
    let running = 0;
    const watched: SignalEngine = (source$) =>
      new Observable((subscriber) => {
        running += 1;
        subscriber.add(() => (running -= 1));
        return source$.pipe(bid('watched')).subscribe(subscriber);
      });
    expect(replayEvents([inputs['b']!], () => scoreBoard([watched, bid()])).outputs).toHaveLength(1);
    expect(running).toBe(0);
  });

  it('starts fresh in every subscription', () => {
    const board$ = scoreBoard([bid(), trades()]);
    replayEvents([inputs['f']!], () => board$);
    expect(replayEvents([inputs['b']!], () => board$).outputs[0]?.scores).toEqual({ bid: 10 });
  });

  it('fails when two engines score under one name', () => {
    expect(() => replayEvents([inputs['b']!], () => scoreBoard([bid(), bid()]))).toThrow(
      'two engines score "bid": give one of them another name',
    );
  });

  it('refuses to run without engines', () => {
    expect(() => scoreBoard([])).toThrow(RangeError);
  });

  it('gives the same scores as the engines alone', () => {
    const short = { recentHalfLifeMs: 1_000, normHalfLifeMs: 5_000 };
    const engines = (): SignalEngine[] => [
      momentum({ fastHalfLifeMs: 1_000, slowHalfLifeMs: 4_000 }),
      bookImbalance({ halfLifeMs: 500 }),
      volume(short),
      volatility(short),
    ];
    const events = [marketWalk({ books: 100 }), marketWalk({ books: 100, marketId: ETH, seed: 5, startMs: 3 })]
      .flat()
      .sort((a, b) => a.receivedMs - b.receivedMs);
    const board = replayEvents(events, () => scoreBoard(engines())).outputs.filter(({ marketId }) => marketId === ETH);
    const alone = engines().map((_, index) => {
      const said = replayEvents(events, () => engines()[index]!).outputs.filter(({ marketId }) => marketId === ETH);
      return [said.at(-1)!.signal, said.at(-1)!.score];
    });
    expect(board.at(-1)!.scores).toEqual(Object.fromEntries(alone));
    expect(Object.keys(board.at(-1)!.scores).sort()).toEqual(['bookImbalance', 'momentum', 'volatility', 'volume']);
  });

  it('keeps 300 markets apart', () => {
    const events = Array.from({ length: 600 }, (_, index) =>
      bookUpdate({ marketId: marketId(`M${index % 300}-USD`), cause: index, bids: [[99, 1 + (index % 300) / 10]] }),
    );
    const { outputs: vectors } = replayEvents(events, () => scoreBoard([bid()]));
    expect(vectors).toHaveLength(600);
    vectors.forEach(({ scores }, index) => expect(scores['bid']).toBe(score(1 + (index % 300) / 10)));
  });

  it('names the scores in one order in all markets, whichever was warm first', () => {
    const say = (market: typeof BTC) => [bookUpdate({ marketId: market, bids: [[99, 4]] }), tradeFlow({ marketId: market, trades: 5 })]; // prettier-ignore
    const events = [...say(BTC), ...say(ETH).reverse(), dataQuality({ level: 'syncing' }), ...say(BTC).reverse()];
    const { outputs: vectors } = replayEvents(events, () => scoreBoard([trades(), bid()]));
    const names = vectors.map(({ scores }) => Object.keys(scores).join());
    expect(names).toEqual(['bid', 'bid,trades', 'trades', 'bid,trades', '', 'trades', 'bid,trades']);
  });

  it('stays silent with an engine that never speaks', () => {
    const silent: SignalEngine = (source$) => source$.pipe(filter(() => false), map((): never => undefined as never)); // prettier-ignore
    expect(replayEvents([inputs['b']!], () => scoreBoard([silent])).outputs).toEqual([]);
  });
});
