import { unixMs, type ProcessedData, type SignalScore } from '@perpstream/core';
import { block, bookUpdate, BTC, clockSkew, dataQuality, ETH, replayEvents, tradeFlow } from '@perpstream/testing';
import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { MarketModel } from './market-model';
import { crossMarketEngine, signalEngine } from './signal-engine';

/** Counts books; warm from the second one on. */
const counting = (): MarketModel => {
  let books = 0;
  return { update: ({ kind }) => (kind === 'book' && ++books > 1 ? books : undefined) };
};

const counts = () => signalEngine('counts', counting);

const said = (marketId = BTC, score?: number): SignalScore =>
  ({ kind: 'score', signal: 'counts', marketId, receivedMs: unixMs(0), cause: 0, score }) as SignalScore;

const inputs: Record<string, ProcessedData> = {
  b: bookUpdate(),
  e: bookUpdate({ marketId: ETH }),
  f: tradeFlow(),
  x: block(),
  g: dataQuality({ level: 'syncing' }),
  s: dataQuality({ level: 'stale' }),
  d: dataQuality({ level: 'dirty' }),
  k: clockSkew(),
  l: dataQuality({ level: 'live' }),
};

const outputs: Record<string, SignalScore> = { 2: said(BTC, 2), 3: said(BTC, 3), 4: said(ETH, 2), u: said(BTC) };

function inVirtualTime(run: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(run);
}

describe('signalEngine', () => {
  it.each([
    ['nothing', '             |', '           |'],
    ['silence', '             -', '           -'],
    ['books until warm', '    -b-b-b-|', '     ---2-3-|'],
    ['two markets', '         -b-e-b-e-|', '   -----2-4-|'],
    ['other kinds', '         -b-f-x-b-|', '   -------2-|'],
    ['a gap', '               -b-b-g-b-b-|', ' ---2-u---2-|'],
    ['a gap at the start', '  -g-b-b-|', '     -----2-|'],
    ['two gaps', '            -b-b-g-g-|', '   ---2-u---|'],
    ['live after a gap', '    -b-b-g-l-b-|', ' ---2-u-----|'],
    ['stale data', '          -b-b-s-b-|', '   ---2---3-|'],
    ['dirty data', '          -b-b-d-b-|', '   ---2---3-|'],
    ['a clock skew', '        -b-k-b-|', '     -----2-|'],
    ['an error', '            -b-b-#', '       ---2-#'],
  ])('handles a source with %s', (_, source, expected) => {
    inVirtualTime(({ hot, expectObservable }) => {
      expectObservable(hot(source.trim(), inputs).pipe(counts())).toBe(expected.trim(), outputs);
    });
  });

  it('unsubscribes from the source when its reader does', () => {
    inVirtualTime(({ hot, expectObservable, expectSubscriptions }) => {
      const books$ = hot('  -b-b-b-b-', inputs);
      const subs = '        ^----!   ';
      const expected = '    ---2------';
      expectObservable(books$.pipe(counts()), subs).toBe(expected, outputs);
      expectSubscriptions(books$.subscriptions).toBe(subs);
    });
  });

  it('gives each subscription of one operator its own models', () => {
    const operator$ = counts();
    const events = [bookUpdate(), bookUpdate()];
    expect(replayEvents(events, () => operator$).outputs).toEqual(replayEvents(events, () => operator$).outputs);
  });

  it('names market, time and cause of the event', () => {
    const event = { marketId: ETH, receivedMs: unixMs(7), cause: 3 };
    const { outputs } = replayEvents([bookUpdate({ marketId: ETH }), bookUpdate(event)], counts);
    expect(outputs).toEqual([{ ...event, kind: 'score', signal: 'counts', score: 2 }]);
  });

  it('cuts what a model says to 0-100', () => {
    const loud = signalEngine('loud', () => ({ update: () => 1_000 }));
    expect(replayEvents([bookUpdate()], () => loud).outputs[0]?.score).toBe(100);
  });

  it('fails when a model says NaN: that is a broken model, not bad data', () => {
    const mad = signalEngine('mad', () => ({ update: () => NaN }));
    expect(() => replayEvents([bookUpdate()], () => mad)).toThrow('a score must be a number');
  });

  it('refuses an empty name', () => {
    expect(() => signalEngine('', counting)).toThrow(RangeError);
  });
});

describe('crossMarketEngine', () => {
  /** Each market says how many books all markets had so far; null after a book of Ether. */
  const shared = () =>
    crossMarketEngine('shared', () => {
      const made: string[] = [];
      let books = 0;
      return (id) => {
        made.push(id);
        return {
          update: ({ kind }) => {
            if (kind !== 'book') return kind === 'flow' ? made.length : undefined;
            books += 1;
            return id === ETH ? null : books;
          },
        };
      };
    });

  const scoresOf = (events: readonly ProcessedData[], create = shared) =>
    replayEvents(events, create).outputs.map(({ marketId, score }) => [marketId, score]);

  const [b, e, g] = [bookUpdate(), bookUpdate({ marketId: ETH }), dataQuality({ level: 'syncing' })];

  it('lets the models of one subscription share something', () => {
    expect(scoresOf([b, e, b])).toEqual([[BTC, 1], [BTC, 3]]); // prettier-ignore
  });

  it('shares nothing between subscriptions', () => {
    const operator$ = shared();
    expect(scoresOf([b], () => operator$)).toEqual(scoresOf([b], () => operator$));
  });

  it('makes a model anew after an interruption of its market, and keeps what is shared', () => {
    expect(scoresOf([b, e, g, tradeFlow()])).toEqual([[BTC, 1], [BTC, undefined], [BTC, 3]]); // prettier-ignore
  });

  it('withdraws a score when a model takes it back, once, and nothing that was never said', () => {
    const says = [null, 1, null, null, undefined, 2, null];
    const moody = () => signalEngine('moody', () => ({ update: () => says.shift() }));
    const events = Array<ProcessedData>(7).fill(b);
    expect(scoresOf(events, moody)).toEqual([[BTC, 1], [BTC, undefined], [BTC, 2], [BTC, undefined]]); // prettier-ignore
  });

  it('withdraws nothing at an interruption that a model took back before', () => {
    const says = [1, null];
    const moody = () => signalEngine('moody', () => ({ update: () => says.shift() }));
    expect(scoresOf([b, b, g], moody)).toEqual([[BTC, 1], [BTC, undefined]]); // prettier-ignore
  });

  it('refuses an empty name', () => {
    expect(() => crossMarketEngine('', () => counting)).toThrow(RangeError);
  });
});
