import fc from 'fast-check';
import { filter, map, Subject, take, type Observable, type OperatorFunction } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { EventScheduler, unixMs, type MarketData, type ProcessedData } from '@perpstream/core';
import { block, BTC, collectFaults, ETH, marketRules } from '@perpstream/testing';
import { bars } from './bars/bars';
import { marketContexts } from './context/market-contexts';
import {
  bookChange,
  bookSnapshot,
  candles,
  gap,
  marketUpdate,
  oraclePrice,
  trade,
  tradeHistory,
  tradeId,
  trades,
} from '../fixtures/market-inputs';
import { tradeFlow } from './flow/trade-flow';
import { orderBooks } from './order-book/order-books';
import { processMarketData, type ProcessOptions } from './process-market-data';
import { dataQuality } from './quality/data-quality';

const ofEth = { marketId: ETH };

function processing(given: Partial<ProcessOptions> = {}): {
  readonly scheduler: EventScheduler;
  readonly input$: Subject<MarketData>;
  readonly operator: OperatorFunction<MarketData, ProcessedData>;
} {
  const scheduler = new EventScheduler();
  const operator = processMarketData({ scheduler, faults: collectFaults(), barIntervalsMs: [1_000], ...given });
  return { scheduler, input$: new Subject<MarketData>(), operator };
}

const name = (event: ProcessedData): string => ('marketId' in event ? `${event.marketId} ${event.kind}` : event.kind);

/** What came out after each input. */
function outputsOf(...inputs: readonly MarketData[]): string[][] {
  const { input$, operator } = processing();
  const outputs: string[][] = [];
  input$.pipe(operator).subscribe((event) => outputs.at(-1)?.push(name(event)));
  for (const input of inputs) {
    outputs.push([]);
    input$.next(input);
  }
  return outputs;
}

const tradesAt = (ms: number, height: number): MarketData =>
  trades([trade({ id: tradeId(height), exchangeMs: unixMs(ms) })]);

describe('processMarketData', () => {
  it('emits what follows from each input at once, in a fixed order', () => {
    expect(
      outputsOf(
        marketUpdate({ status: 'ACTIVE', rules: marketRules() }),
        bookSnapshot(),
        bookChange(),
        tradesAt(100, 1),
        tradesAt(2_100, 2),
        gap('trades'),
        tradesAt(3_100, 3),
        gap('book'),
        bookChange(),
        candles(),
      ),
    ).toEqual([
      ['BTC-USD context', 'BTC-USD quality'],
      ['BTC-USD book', 'BTC-USD quality'],
      ['BTC-USD book'],
      ['BTC-USD flow'],
      ['BTC-USD flow', 'BTC-USD bar', 'BTC-USD bar'],
      ['BTC-USD quality'],
      ['BTC-USD flow', 'BTC-USD bar', 'BTC-USD quality'],
      ['BTC-USD quality'],
      [],
      [],
    ]);
  });

  it('passes a block through unchanged, before the bars it closes', () => {
    const { input$, operator } = processing();
    const outputs: ProcessedData[] = [];
    input$.pipe(operator).subscribe((event) => outputs.push(event));
    const closing = block({ height: 9, exchangeMs: unixMs(1_000) });
    input$.next(tradesAt(100, 1));
    outputs.length = 0;
    input$.next(closing);
    expect(outputs[0]).toBe(closing);
    expect(outputs.slice(1).map(name)).toEqual(['BTC-USD bar']);
  });

  it('counts a trade once in flow and bars', () => {
    const seen = trade({ id: tradeId(1), exchangeMs: unixMs(100) });
    expect(outputsOf(tradeHistory([seen]), trades([seen]), block({ exchangeMs: unixMs(5_000) }))).toEqual([
      ['BTC-USD quality'],
      [],
      ['block'],
    ]);
  });

  it('keeps two interleaved markets apart', () => {
    expect(
      outputsOf(
        bookSnapshot(),
        bookChange(undefined, ofEth),
        bookSnapshot(undefined, ofEth),
        gap('book'),
        bookChange(undefined, ofEth),
      ),
    ).toEqual([
      ['BTC-USD book', 'BTC-USD quality'],
      ['ETH-USD quality'],
      ['ETH-USD book', 'ETH-USD quality'],
      ['BTC-USD quality'],
      ['ETH-USD book'],
    ]);
  });

  it('stays live, silent about the book, while one side of it is empty', () => {
    expect(outputsOf(bookSnapshot(), bookChange('ask 101 x 0'), bookChange('ask 102 x 1'))).toEqual([
      ['BTC-USD book', 'BTC-USD quality'],
      [],
      ['BTC-USD book'],
    ]);
  });

  it('turns one frozen market stale while the others stay live', () => {
    const scheduler = new TestScheduler((actual, wanted) => expect(actual).toEqual(wanted));
    scheduler.run(({ hot, expectObservable }) => {
      const inputs = { s: bookSnapshot(), S: bookSnapshot(undefined, ofEth), O: oraclePrice(1, ofEth) };
      const levels$ = hot<MarketData>('s-S---O---O---|', inputs).pipe(
        processMarketData({ scheduler, faults: collectFaults(), staleAfterMs: 5 }),
        filter((event) => event.kind === 'quality'),
        map((event) => `${event.marketId} ${event.level}`),
      );
      const levels = { l: 'BTC-USD live', L: 'ETH-USD live', x: 'BTC-USD stale' };
      expectObservable(levels$).toBe('       l-L--x--------|', levels);
    });
  });

  it('starts afresh with each subscription', () => {
    const { input$, operator } = processing();
    const processed$ = input$.pipe(operator);
    const first: string[] = [];
    const second: string[] = [];
    processed$.subscribe((event) => first.push(name(event)));
    input$.next(bookSnapshot());
    processed$.subscribe((event) => second.push(name(event)));
    input$.next(bookChange());
    expect(first).toEqual(['BTC-USD book', 'BTC-USD quality', 'BTC-USD book']);
    expect(second).toEqual(['BTC-USD quality']);
  });

  it('leaves nothing on the scheduler when it is unsubscribed, completes or fails', () => {
    const ends: ((input$: Subject<MarketData>, unsubscribe: () => void) => void)[] = [
      (_, unsubscribe): void => unsubscribe(),
      (input$): void => input$.complete(),
      (input$): void => input$.error(new Error('lost')),
    ];
    for (const end of ends) {
      const { scheduler, input$, operator } = processing();
      const running = input$.pipe(operator).subscribe({ error: () => undefined });
      input$.next(bookSnapshot());
      expect(scheduler.pending).toBe(1);
      end(input$, () => running.unsubscribe());
      expect(scheduler.pending).toBe(0);
      expect(input$.observed).toBe(false);
    }
  });

  it('leaves nothing on the scheduler when its reader leaves in the middle of the outputs of one input', () => {
    const { scheduler, input$, operator } = processing();
    input$.pipe(operator, take(1)).subscribe();
    input$.next(bookSnapshot());
    expect(scheduler.pending).toBe(0);
  });

  it.each([{ staleAfterMs: 0 }, { barIntervalsMs: [0] }, { maxLevelsPerSide: 0 }])(
    'refuses %p when it is called',
    (given) => {
      expect(() => processing(given)).toThrow(RangeError);
    },
  );
});

const anyMarket = fc.constantFrom({ marketId: BTC }, { marketId: ETH });
const anyLevels = fc.array(
  fc.tuple(
    fc.constantFrom('bid' as const, 'ask' as const),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 0, max: 3 }),
  ),
  { minLength: 1, maxLength: 6 },
);
const anyMoment = fc.integer({ min: 0, max: 20 });
const anyTrades = fc.array(
  anyMoment.map((second) => trade({ id: tradeId(second), exchangeMs: unixMs(second * 400) })),
  { maxLength: 3 },
);
const anyInput: fc.Arbitrary<MarketData> = fc.oneof(
  fc.tuple(anyLevels, anyMarket).map(([levels, given]) => bookSnapshot(levels, given)),
  fc.tuple(anyLevels, anyMarket).map(([levels, given]) => bookChange(levels, given)),
  fc.tuple(anyTrades, anyMarket).map(([list, given]) => trades(list, given)),
  fc.tuple(anyTrades, anyMarket).map(([list, given]) => tradeHistory(list, given)),
  anyMarket.map((given) => oraclePrice(1, given)),
  anyMarket.map((given) => marketUpdate({ status: 'ACTIVE' }, given)),
  fc
    .tuple(fc.constantFrom('book' as const, 'trades' as const), anyMarket)
    .map(([channel, given]) => gap(channel, given)),
  anyMoment.map((second) => block({ exchangeMs: unixMs(second * 400) })),
);

/** Feeds inputs with the waits between them; returns what comes out, books without their live view. */
function run(
  steps: readonly (readonly [waitMs: number, input: MarketData])[],
  operate: (source$: Observable<MarketData>, scheduler: EventScheduler) => Observable<ProcessedData>,
): unknown[] {
  const scheduler = new EventScheduler();
  const input$ = new Subject<MarketData>();
  const outputs: unknown[] = [];
  operate(input$, scheduler).subscribe((event) => outputs.push({ ...event, view: undefined }));
  for (const [waitMs, input] of steps) {
    scheduler.advanceTo(unixMs(scheduler.now() + waitMs));
    input$.next(input);
  }
  return outputs;
}

describe('processMarketData and its parts', () => {
  const barIntervalsMs = [1_000];
  const staleAfterMs = 1_000;

  it('emit the same for any inputs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), anyInput), { maxLength: 40 }), (steps) => {
        const faults = collectFaults();
        const whole = (kind: ProcessedData['kind']): unknown[] =>
          run(steps, (source$, scheduler) =>
            source$.pipe(
              processMarketData({ scheduler, faults, barIntervalsMs, staleAfterMs }),
              filter((event) => event.kind === kind),
            ),
          );
        expect(whole('context')).toEqual(run(steps, (source$) => source$.pipe(marketContexts())));
        expect(whole('book')).toEqual(
          run(steps, (source$, scheduler) => source$.pipe(orderBooks({ scheduler, faults }))),
        );
        expect(whole('flow')).toEqual(run(steps, (source$) => source$.pipe(tradeFlow())));
        expect(whole('bar')).toEqual(run(steps, (source$) => source$.pipe(bars({ faults, barIntervalsMs }))));
        expect(whole('quality')).toEqual(
          run(steps, (source$, scheduler) => source$.pipe(dataQuality({ scheduler, staleAfterMs }))),
        );
      }),
    );
  });

  it('give the same outputs and faults on every run', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 700 }), anyInput), { maxLength: 40 }), (steps) => {
        const once = (): unknown[] => {
          const faults = collectFaults();
          const outputs = run(steps, (source$, scheduler) =>
            source$.pipe(processMarketData({ scheduler, faults, barIntervalsMs, staleAfterMs })),
          );
          return [outputs, faults.faults];
        };
        expect(once()).toEqual(once());
      }),
      { numRuns: 30 },
    );
  });
});
